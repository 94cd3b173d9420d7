"""A page of each type, and of each state in which a type looks different."""

INSTITUTE = "/units/institute/"
DEPARTMENT = f"{INSTITUTE}tumor-biology/"
GROUP = f"{DEPARTMENT}translational-cancer-therapy/"
PAGES = {
    "home": "/",
    "home in Norwegian": "/nb/",
    "unit index": "/units/",
    "institute": INSTITUTE,
    "department": DEPARTMENT,
    "group": GROUP,
    "content page": "/about/",
    "content page of a unit": f"{GROUP}methods/",
    "every block": "/every-block/",
    "news index": "/news/",
    "year of news": "/news/2024/",
    "news": "/news/therapeutic-tuberculosis-vaccine/",
    "announcement": "/news/forskningsportalen-survey/",
    "event index": "/events/",
    "past events": "/events/past/",
    "event": "/events/core-facilities-open-house/",
    "past event": "/events/horisont-europa-cancer-mission/",
    "people": "/people/",
    "person": "/people/kjetil-tasken/",
    "publications": "/publications/",
    "annual reports": "/annual-reports/",
    "search results": "/search/?q=cancer",
    "nothing found": "/search/?q=xylophone",
    "accessibility statement": "/accessibility/",
    "privacy": "/privacy/",
    "not found": "/not-here/",
}
# Listed separately: the error page, and forms, which set a cookie.
BROKEN = "/broken/"
FORMS = {
    "password-protected": "/board-papers/",
    "sign in": "/accounts/login/",
    "forgotten password": "/accounts/password/reset/",
}
EVERYTHING = {**PAGES, "broken": BROKEN, **FORMS}
