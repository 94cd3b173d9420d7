"""Configuration of an nginx for tests and benchmarks, in a temporary folder."""

import os
from pathlib import Path

from django.test import override_settings

from page_cache.nginx import page_cache_conf

USER = "user root;" if os.geteuid() == 0 else ""  # its workers must be able to read the folder
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
CONFIGURATION = """
daemon off;
load_module {brotli};
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {http}
}}
"""


def configuration(folder, http, user=USER):
    """The main configuration file; `http` is the content of its `http` block."""
    return CONFIGURATION.format(brotli=BROTLI, user=user, folder=folder, http=http)


def write_nginx_includes(folder):
    """Write the configuration of the page cache in the folder, for a server block to include."""
    with override_settings(PAGE_CACHE_ROOT=f"{folder}/pages"):
        Path(folder, "page_cache.conf").write_text(page_cache_conf())
