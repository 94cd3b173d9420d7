from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail import views as wagtail_views
from wagtail.admin.views.account import LogoutView
from wagtail.documents.views import serve as document_views

from .limits import limit_wrong_passwords

open_private_page = limit_wrong_passwords(
    wagtail_views.authenticate_with_password, "page_view_restriction_id"
)
open_private_documents = limit_wrong_passwords(
    document_views.authenticate_with_password, "restriction_id"
)
# Wagtail's view deletes the session cookie in every response, even to a refused GET.
sign_out = require_POST(LogoutView.as_view())


@never_cache
def sign_in(request):
    """Redirects from the editor to the sign-in form, in the browser's language.

    A signed-in user without access gets 403: the form would redirect back here.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        return render(request, "users/no_access.html", status=403)
    query = urlencode({"next": request.GET.get("next") or reverse("wagtailadmin_home")})
    with override(get_language_from_request(request)):
        return redirect(f"{reverse('account_login')}?{query}")
