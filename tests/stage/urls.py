from django.urls import path

from icr_site.urls import urlpatterns as site_urlpatterns


def broken(request):
    raise RuntimeError("Raised on purpose, to show the error page.")


urlpatterns = [path("broken/", broken), *site_urlpatterns]
