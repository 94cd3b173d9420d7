"""The site with stand-ins for nginx, which terminates TLS and serves uploads."""

from django.conf import settings
from whitenoise import WhiteNoise

from icr_site.wsgi import application as site

with_uploads = WhiteNoise(site, settings.MEDIA_ROOT, prefix="media/", autorefresh=True)


def application(environ, start_response):
    environ["HTTP_X_FORWARDED_PROTO"] = "https"
    return with_uploads(environ, start_response)
