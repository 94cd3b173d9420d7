"""What nginx and `front` tell the browser beside a page: the same as the application."""

from pathlib import PurePath

from django.conf import settings

from operations.csp import build_policy
from operations.middleware import build_permissions

from . import pages

STATUS = "Cache-Status"  # RFC 9211
FRESH, STALE = "icr-site; hit", "icr-site; hit; detail=stale"
OF_EACH_ANSWER = {"Content-Length", "X-Request-ID"}
TYPES = {
    ".html": "text/html",
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".txt": "text/plain",
    ".xml": "application/xml",
}


def page_headers(path):
    """Those of a page that is kept, when it is asked for by HTTPS as the settings say."""
    return usual_headers() | own_headers(path)


def own_headers(path):
    """Those that follow from the page's path."""
    file = PurePath(pages.file_of(path))
    headers = {"Content-Type": f"{TYPES[file.suffix]}; charset=utf-8"}
    if file.name == "sitemap.xml":
        headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    if file.name == "event.ics":
        headers["Content-Disposition"] = f'inline; filename="{file.parent.name}.ics"'
    return headers


def usual_headers():
    headers = {
        "Cache-Control": "no-cache",  # browsers ask each time, and mostly hear 304
        "Vary": "Cookie, Accept-Encoding",
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "Permissions-Policy": build_permissions(settings.PERMISSIONS_DENIED),
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if value := strict_transport_security():
        headers["Strict-Transport-Security"] = value
    return headers


def strict_transport_security():
    """The value of that header; empty if it is not sent."""
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    parts = [
        f"max-age={settings.SECURE_HSTS_SECONDS}",
        "includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else "",
        "preload" if settings.SECURE_HSTS_PRELOAD else "",
    ]
    return "; ".join(filter(None, parts))


def are_usual(path, headers):
    """Whether an answer's headers follow from its path, so that they need not be kept too."""
    told = {name: headers[name] for name in headers if name not in OF_EACH_ANSWER}
    return told == page_headers(path)
