import os

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = ["page_cache", "tests.page_cache.project"]
MIDDLEWARE = [
    "page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
ROOT_URLCONF = "tests.page_cache.project.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "Europe/Oslo"
PAGE_CACHE_ROOT = os.environ["PAGES_ROOT"]
PAGE_CACHE_IGNORED_WRITES = {"project_visit": "*"}
PAGE_CACHE_PUBLIC_PATHS = "tests.page_cache.project.urls.public_paths"
PAGE_CACHE_WARM_URLS = "tests.page_cache.project.urls.urls_to_warm"
