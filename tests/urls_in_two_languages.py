"""The site's addresses with English at / and Norwegian at /nb/."""

from django.conf.urls.i18n import i18n_patterns

from icr_site.urls import urlpatterns

urlpatterns = [
    *urlpatterns[:-2],
    *i18n_patterns(*urlpatterns[-2:], prefix_default_language=False),
]
