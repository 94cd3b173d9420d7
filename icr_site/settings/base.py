"""Everything, read from the environment; docs/settings.md lists every variable."""

from pathlib import Path

import environ
from django.utils.text import slugify

from core.embeds import PLAYER_ORIGINS

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Applications: ours from the top layer down, then Wagtail's, then Django's.

INSTALLED_APPS = [
    "icr_site",
    "demo",
    "home",
    "search",
    "news",
    "publications",
    "units",
    "people",
    "editorial",
    "users",
    "core",
    "navigation",
    "operations",
    "page_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "users.apps.WagtailUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "ninja",  # serves the scripts of the API documentation from this site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # used by allauth's list of passkeys
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "operations.middleware.RequestId",
    "page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "operations.csp.ContentSecurityPolicyMiddleware",
    "operations.middleware.PermissionsPolicy",
    "operations.middleware.RefuseNullBytes",
    "navigation.middleware.LanguageFromURL",
    "navigation.middleware.SiteTreeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "navigation.redirects.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "navigation.redirects.RedirectMiddleware",
]

ROOT_URLCONF = "icr_site.urls"
WSGI_APPLICATION = "icr_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Data

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL mode: writers wait for each other instead of failing; readers never wait. mmap reads the
    # file without a copy.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA mmap_size=268435456;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)  # each appends to X-Forwarded-For

# People

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Signing in: only through allauth (https://docs.allauth.org); the cache counts its rate limits.

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # allauth has the only forms for passwords
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # a user who sets any address could take over any account
WAGTAILUSERS_PASSWORD_REQUIRED = False  # new users set one through the link in a mail
ACCOUNT_ADAPTER = "users.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "users.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # send no mail to unknown addresses
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The key is the account or private page and, where needed, the client address: users.limits.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key",
    "login_failed_anywhere": "50/h/key",
    "login_failed_at_address": "20/10m/ip",
    "shared_password_failed": "10/5m/key",
    "shared_password_failed_anywhere": "200/h/key",
    "shared_password_failed_at_address": "20/10m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators set the addresses
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # accept clocks that are half a minute off

# Signing in with the organization's accounts: users are matched by their e-mail address.

OIDC_NAME = env("OIDC_NAME", default="Feide")
OIDC_APP = {
    "provider_id": slugify(OIDC_NAME),
    "name": OIDC_NAME,
    "client_id": env("OIDC_CLIENT_ID", default=""),
    "secret": env("OIDC_CLIENT_SECRET", default=""),
    "settings": {
        "server_url": env("OIDC_SERVER_URL", default=""),
        "verified_email": True,
        "email_authentication": True,
    },
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP] if OIDC_APP["client_id"] else []}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # form-action forbids forms that redirect to another site

# Content-Security-Policy of public pages: only content from this site.

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": PLAYER_ORIGINS,
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],  # the preview in the page editor
}
# For the admin, which has Wagtail's inline scripts and styles.
ADMIN_CSP = {
    **SECURE_CSP,
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-src": ["'self'", *PLAYER_ORIGINS],
    "img-src": ["'self'", "blob:"],  # preview of an upload
}
# allauth shows the QR code for an authenticator app as a data URL.
ACCOUNT_CSP = {**SECURE_CSP, "img-src": ["'self'", "data:"]}
SECURE_REFERRER_POLICY = "same-origin"  # other sites do not learn which page a visitor read
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_DENIED = [
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
]

# Language and time: stored in UTC, shown and entered in Oslo.

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("nb", "Norsk bokmål")]
LANGUAGE_ALIASES = {"no": "nb"}  # URLs below /no/ redirect to /nb/
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
FORMAT_MODULE_PATH = ["icr_site.formats"]
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"

# Schedules and background tasks

PUBLISHER_LATE_AFTER = env.int("PUBLISHER_LATE_AFTER", default=90)  # seconds without a round
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Bearer token for /health/metrics; without it there are no metrics
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# Files

STATIC_URL = "static/"
STATICFILES_DIRS = [("guide", BASE_DIR / "docs/images")]  # screenshots in the editors' guide
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "static")
MEDIA_URL = "media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "media")
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755  # readable by nginx, whatever the umask
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the form of a long page has more than Django's 1,000

# Public pages as files, rendered once for each change; off where the folder is empty. What each
# setting means: page_cache/README.md

CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
PAGE_CACHE_ROOT = env("PAGES_ROOT", default="")
PAGE_CACHE_NAME = "icr-site"
PAGE_CACHE_FILES = {
    "feed.xml": {"Content-Type": "application/atom+xml; charset=utf-8"},
    "calendar.ics": CALENDAR,
    "event.ics": {**CALENDAR, "Content-Disposition": 'inline; filename="{parent}.ics"'},
    "/robots.txt": {"Content-Type": "text/plain; charset=utf-8"},
    "/sitemap.xml": {
        "Content-Type": "application/xml; charset=utf-8",
        "X-Robots-Tag": "noindex, noodp, noarchive",
    },
}
PAGE_CACHE_PARAMETERS = ["page", "year"]  # redirect from old URLs: navigation/routing.py
PAGE_CACHE_HEADERS = "operations.middleware.policy_headers"
PAGE_CACHE_CACHED_TABLES = ["core_siterendition"]
PAGE_CACHE_BASIS = "navigation.caching.root_paths"
PAGE_CACHE_NEXT_CHANGE = "navigation.visibility.next_expiry"
PAGE_CACHE_PUBLIC_PATHS = "navigation.caching.public_paths"
PAGE_CACHE_WARM_URLS = "navigation.caching.urls_to_warm"
# A table that is written often, and of which visitors see nothing, belongs here.
PAGE_CACHE_IGNORED_WRITES = {
    "account_*": "*",
    "core_sitedocument": ["file_hash", "file_size"],
    "core_siteimage": ["file_hash", "file_size"],
    "core_siterendition": "INSERT",  # while a page is rendered
    "django_tasks_*": "*",
    "editorial_*": "*",
    "mfa_*": "*",
    "search_*": "*",
    "socialaccount_*": "*",
    "users_*": "*",
}

# Folder in which /health/ready looks for last night's backup; empty: no check
BACKUP_ROOT = env("BACKUP_ROOT", default="")

# Mail

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; a hanging mail server blocks nothing else
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="icr-site@localhost")

# Search engines

ALLOW_INDEXING = env.bool("ALLOW_INDEXING", default=True)

# Wagtail: https://docs.wagtail.org/en/stable/reference/settings.html

WAGTAIL_SITE_NAME = MFA_TOTP_ISSUER = "Institute for Cancer Research"
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no requests from editors' browsers to another host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # moderators get one mail, not two
WAGTAIL_USER_TIME_ZONES = ["Europe/Oslo"]  # schedules mean the same time for every editor
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
WAGTAILEMBEDS_FINDERS = [{"class": "core.embeds"}]

WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.forms.images.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# To decode a JPEG takes 70 MB of memory however large it is, and what is allowed of others 190 MB.
MAX_IMAGE_MEGAPIXELS = {
    "JPEG": 64,
    "progressive JPEG": 25,
    "PNG": 20,
    "GIF": 25,
    "AVIF": 20,
    "WebP": 11,
}
WAGTAILIMAGES_MAX_IMAGE_PIXELS = None  # it counts all pictures of a file, of which we show one
MAX_IMAGE_SIDE_PIXELS = 16_000  # WebP's limit is 16,383
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.forms.files.SiteDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("DOCUMENT_MAX_MB", default=50) * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []  # uploads are downloaded, never run in the browser
PROFILE_PAGE_TYPE = "people.PersonPage"  # what a contact in a text can be linked to
MEDIA_MAX_UPLOAD_SIZE = env.int("MEDIA_MAX_MB", default=250) * 1024 * 1024
WAGTAILMEDIA = {
    "MEDIA_MODEL": "core.SiteMedia",
    "MEDIA_FORM_BASE": "core.forms.files.SiteMediaForm",
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg"],
}
