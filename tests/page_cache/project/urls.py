from django.http import HttpResponse
from django.urls import path

from page_cache.middleware import cacheable

from .models import Note


@cacheable
def notes(request):
    return HttpResponse(", ".join(note.text for note in Note.objects.current()))


def preview(request):
    return HttpResponse("A page that does not declare itself cacheable")


def public_paths(paths):
    return {path for path in paths if path == "/"}


def urls_to_warm(since):
    return ["http://testserver/"]


urlpatterns = [path("", notes), path("preview/", preview)]
