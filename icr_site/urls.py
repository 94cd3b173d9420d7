import re

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from editorial.views import feed as schedules_feed
from navigation import views
from navigation.redirects import redirect_to_language
from navigation.routing import serve
from operations import views as monitoring
from operations.csp import csp_override
from page_cache.middleware import cacheable
from users.urls import urlpatterns as account_urlpatterns
from users.views import open_private_documents, open_private_page, sign_in, sign_out

page_urls = [*wagtail_urls.urlpatterns[:-1], re_path(serve_pattern, serve, name="wagtail_serve")]
account_urls = decorate_urlpatterns(account_urlpatterns, csp_override(settings.ACCOUNT_CSP))
to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_password_reset = RedirectView.as_view(pattern_name="account_reset_password")
admin_urls = decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp_override(settings.ADMIN_CSP))

handler500 = "operations.errors.server_error"

urlpatterns = [
    # Wagtail's own login forms have no rate limit and no second factor.
    path("admin/login/", sign_in),
    path("admin/logout/", sign_out),
    re_path("^admin/password_reset/", to_password_reset),
    path("admin/", include(admin_urls)),
    path("documents/authenticate_with_password/<int:restriction_id>/", open_private_documents),
    path("documents/", include(wagtaildocs_urls)),
    path("schedules/<str:token>.ics", schedules_feed, name="schedules_feed"),
    path("health/live", monitoring.live),
    path("health/ready", monitoring.ready),
    path("health/metrics", monitoring.metrics),
    path("robots.txt", cacheable(views.robots)),
    path("sitemap.xml", cacheable(views.sitemap), name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap, name="sitemap"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *(
        re_path(rf"^{re.escape(alias)}(/.*)?$", redirect_to_language)
        for alias in settings.LANGUAGE_ALIASES
    ),
    *i18n_patterns(
        path("accounts/", include(account_urls)),
        path("_util/login/", to_login),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            open_private_page,
        ),
        path("search/", include("search.urls")),
        # Feeds and calendars of pages: Wagtail's pattern matches no names with a dot.
        re_path(r"^((?:[\w-]+/)+[\w-]+\.(?:ics|xml))$", serve),
        path("", include(page_urls)),
        prefix_default_language=False,
    ),
]
