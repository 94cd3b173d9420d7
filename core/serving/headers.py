"""What nginx and `front` tell the browser beside a page: the same as the application."""

from django.conf import settings

from ..csp import build_policy
from ..middleware import build_permissions

STATUS = "Cache-Status"  # RFC 9211
FRESH, STALE = "icr-site; hit", "icr-site; hit; detail=stale"
OF_EACH_ANSWER = {"Content-Length", "X-Request-ID"}


def page_headers():
    """The headers of every page that is kept, when it is asked for by HTTPS as the settings say."""
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",  # browsers ask each time, and mostly hear 304
        "Vary": "Cookie, Accept-Encoding",
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "Permissions-Policy": build_permissions(settings.PERMISSIONS_DENIED),
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = strict_transport_security()
    return headers


def strict_transport_security():
    parts = [
        f"max-age={settings.SECURE_HSTS_SECONDS}",
        "includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else "",
        "preload" if settings.SECURE_HSTS_PRELOAD else "",
    ]
    return "; ".join(filter(None, parts))


def are_usual(headers):
    """Whether an answer's headers are those of every page, so that they need not be kept too."""
    return {name: headers[name] for name in headers if name not in OF_EACH_ANSWER} == page_headers()
