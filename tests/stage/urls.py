from django.urls import path

from icr_site.urls import urlpatterns as site_urlpatterns


def broken(request):
    raise RuntimeError("Asked for, to see the page for errors.")


urlpatterns = [path("broken/", broken), *site_urlpatterns]
