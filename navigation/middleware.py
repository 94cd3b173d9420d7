from django.utils.translation import override

from .urls import language_of


class LanguageFromURL:
    """Sets the language from the URL alone.

    Django's LocaleMiddleware also asks the browser and a cookie, says so in `Vary`, and takes
    /nb-network/ for Norwegian.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with override(language_of(request.path_info)):
            return self.get_response(request)
