import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from operations.wsgi import HeadWithoutBody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icr_site.settings.production")

application = HeadWithoutBody(get_wsgi_application())

if settings.PAGE_CACHE_ROOT:
    from page_cache.maintenance import Clock
    from page_cache.wsgi import PageCache

    application = PageCache(application)
    Clock().start()

if settings.METRICS_TOKEN:
    from operations.request_metrics import RequestMetrics

    application = RequestMetrics(application)

# Most objects live as long as the process. With Python's default thresholds, garbage collection
# takes a tenth of the time of a page.
gc.freeze()
gc.set_threshold(10_000, 20, 20)
