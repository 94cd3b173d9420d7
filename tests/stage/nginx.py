"""Configuration of an nginx for tests and benchmarks, in a temporary folder."""

import os
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy/nginx"
USER = "user root;" if os.geteuid() == 0 else ""  # its workers must be able to read the folder
CONFIGURATION = """
daemon off;
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
    return CONFIGURATION.format(user=user, folder=folder, http=http)


def write_nginx_includes(folder, hsts):
    """Write the configuration of the page cache into the folder, for a server block to include."""
    for name in ("kept.conf", "pages.conf"):
        text = (DEPLOY / name).read_text().replace("@NGINX@", str(folder))
        text = text.replace("@HSTS@", hsts)
        Path(folder, name).write_text(text)
