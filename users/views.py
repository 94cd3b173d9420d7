from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import never_cache


@never_cache
def sign_in(request):
    """Where the editor sends those who may not enter: to the one form, in their browser's language.

    Who is signed in already and may not enter is told so; the form would only send them back.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        return render(request, "users/no_access.html", status=403)
    query = urlencode({"next": request.GET.get("next") or reverse("wagtailadmin_home")})
    with override(get_language_from_request(request)):
        return redirect(f"{reverse('account_login')}?{query}")
