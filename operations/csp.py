"""Content-Security-Policy by Django 6's names, so that this file can go with Django 6.

Then `django.middleware.csp` and `django.views.decorators.csp` do the same from the same settings.
"""

from functools import wraps

from django.conf import settings


def build_policy(directives: dict[str, list[str]]) -> str:
    """The header's value: `{"img-src": ["'self'"]}` gives "img-src 'self'"."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Sends SECURE_CSP, or what `csp_override` gave the view, unless the view set its own.

    Django's own error pages while DEBUG need inline styles, so those go without.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            directives = getattr(response, "_csp_config", settings.SECURE_CSP)
            response.headers.setdefault("Content-Security-Policy", build_policy(directives))
        return response


def csp_override(directives):
    """Decorates a view whose answers follow `directives` instead of SECURE_CSP."""

    def decorator(view):
        @wraps(view)
        def wrapped(*args, **kwargs):
            response = view(*args, **kwargs)
            response._csp_config = directives
            return response

        return wrapped

    return decorator
