"""Content-Security-Policy, with the names of Django 6, which replaces this file.

`django.middleware.csp` and `django.views.decorators.csp` of Django 6 read the same settings.
"""

from functools import wraps

from django.conf import settings


def build_policy(directives: dict[str, list[str]]) -> str:
    """The header's value: `{"img-src": ["'self'"]}` gives "img-src 'self'"."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Sends SECURE_CSP, or the policy of `csp_override`, unless the view has set the header.

    Django's debug pages need inline styles, so they get no policy.
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
    """Decorates a view whose responses get `directives` instead of SECURE_CSP."""

    def decorator(view):
        @wraps(view)
        def wrapped(*args, **kwargs):
            response = view(*args, **kwargs)
            response._csp_config = directives
            return response

        return wrapped

    return decorator
