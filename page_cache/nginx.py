"""nginx's configuration, rendered from the definitions in `files`."""

import re

from django.conf import settings
from django.template.loader import render_to_string

from . import conf, files


def page_cache_conf():
    """What serves cached pages, for a server block to include."""
    kinds = files.kinds()
    context = {
        "root": conf.get("ROOT") or "/nonexistent",
        "parameters": files.parameter_pattern().pattern,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "fresh": quote(files.FRESH),
        "stale": quote(files.STALE),
        "location": f"(?:{'|'.join(map(ending, kinds))})$",
        "rewrites": [(f"{ending(name)}$", target(name, kinds[name])) for name in kinds],
        "types": sorted({(media_type(each), files.extension(each)) for each in kinds.values()}),
        "headers": [(name, quote(value)) for name, value in files.default_headers().items()],
        **own_headers(kinds),
    }
    return render_to_string("page_cache/nginx.conf", context)


def own_headers(kinds):
    """The headers that only some addresses have, as variables of nginx and their conditions."""
    own = [
        (name, header, value)
        for name, headers in kinds.items()
        for header, value in headers.items()
        if header != "Content-Type"
    ]
    return {
        "variables": sorted({(header, variable(header)) for __, header, __ in own}),
        "conditions": [
            (pattern(name), variable(header), quote(value.format(parent="$1")))
            for name, header, value in own
        ],
    }


def security_headers_conf():
    """The headers of Django's middleware, for what nginx serves besides pages."""
    headers = files.security_headers().items()
    return "".join(f"add_header {name} {quote(value)} always;\n" for name, value in headers)


def ending(name):
    """Matches the end of an address; all of it if the name is a whole address."""
    return f"^{re.escape(name)}" if name.startswith("/") else f"/{re.escape(name)}"


def pattern(name):
    """As `ending`, and captures the name of the folder."""
    return f"{ending(name)}$" if name.startswith("/") else f"([^/]*){ending(name)}$"


def target(name, headers):
    return f"${{uri}}{'' if name else 'index'}.{files.extension(headers)}"


def media_type(headers):
    return headers["Content-Type"].partition(";")[0]


def variable(header):
    return f"$page_cache_{header.lower().replace('-', '_')}"


def quote(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
