#!/usr/bin/env bash
# Installs the site on Debian 12 or 13, or updates it to the version in this folder:
#   deploy/install.sh www.example.org
# Idempotent: it keeps data, secrets and the certificate.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 022 # the services must be able to read all files but secrets

[[ $# -eq 1 ]] || { echo "Usage: deploy/install.sh HOSTNAME" >&2; exit 2; }
[[ $EUID -eq 0 ]] || { echo "Run it as root: sudo deploy/install.sh $1" >&2; exit 1; }

# The commit of this folder, or the time if the folder is no repository or has uncommitted changes.
version() {
  if [[ -z "$(git status --porcelain 2>&1)" ]]; then git rev-parse --short=12 HEAD; else date -u +%Y%m%d%H%M%S; fi
}

host="$1"
root=/srv/icr-site
data=/var/lib/icr-site
backups=/var/backups/icr-site
config=/etc/icr-site/env
tls=/etc/icr-site/tls
release="$root/releases/$(version)"

step() { echo "== $*"; }
as_site() { (cd "$release" && runuser -u icr-site -- env DJANGO_SETTINGS_MODULE=icr_site.settings.production "$@"); }
manage() { as_site .venv/bin/python manage.py "$@"; }
as_postgres() { (cd / && runuser -u postgres -- "$@"); }

install_packages() {
  step "Packages"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    ca-certificates curl nginx openssl postgresql python3 python3-venv redis-server rsync >/dev/null
  # Fits Debian's own nginx only; another one serves gzip.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libnginx-mod-http-brotli-static &>/dev/null || true
}

create_user() {
  step "User and folders"
  id icr-site &>/dev/null || useradd --system --home-dir "$data" --shell /usr/sbin/nologin icr-site
  install -d -m 755 "$root" "$root/releases"
  install -d -m 750 -o icr-site -g www-data "$data"
  install -d -m 755 -o icr-site -g icr-site "$data/media" "$data/static" "$data/acme"
  install -d -m 755 -o icr-site -g icr-site "$data/pages"
  install -d -m 700 -o icr-site -g icr-site "$backups"
  install -d -m 755 /etc/icr-site
}

create_database() {
  step "Database"
  systemctl enable --now --quiet postgresql redis-server
  local roles databases
  roles="$(as_postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = 'icr-site'")"
  databases="$(as_postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = 'icr-site'")"
  [[ $roles ]] || as_postgres createuser icr-site
  [[ $databases ]] || as_postgres createdb --owner=icr-site --encoding=UTF8 --template=template0 icr-site
}

write_config() {
  step "Settings, in $config"
  [[ -f $config ]] && return
  (umask 027 && cat >"$config" <<END
SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(60))')
ALLOWED_HOSTS=$host
BASE_URL=https://$host
DATABASE_URL=postgres:///icr-site
CACHE_URL=redis://127.0.0.1:6379/0
TRUSTED_PROXY_COUNT=1
STATIC_ROOT=$data/static
MEDIA_ROOT=$data/media
PAGES_ROOT=$data/pages
DEFAULT_FROM_EMAIL=web@$host
EMAIL_URL=smtp://localhost:25
END
  )
  chown root:icr-site "$config"
}

install_code() {
  step "Code, in $release"
  if [[ ! -d $release ]]; then
    rm -rf "$release.partial"
    mkdir "$release.partial"
    tar --mode=a+rX --exclude=./.git --exclude=./.venv --exclude=./.env --exclude=./media --exclude=./static \
      --exclude='./db.sqlite3*' --exclude=./.secret-key -c . | tar -x --no-same-owner -C "$release.partial"
    mv "$release.partial" "$release"
  fi
  ln -sfn "$config" "$release/.env"
  # After an upgrade of Debian the packages are installed for another Python.
  if [[ ! -f $release/.venv/.complete ]] || ! "$release/.venv/bin/python" -c "import django" 2>/dev/null; then
    python3 -m venv --clear "$release/.venv"
    "$release/.venv/bin/python" "$release/bin/install_requirements.py" "$release/requirements.txt"
    "$release/.venv/bin/python" -m compileall -q "$release" || true
    touch "$release/.venv/.complete"
  fi
  (cd "$release" && .venv/bin/python bin/messages.py compile)
}

prepare_data() {
  step "Tables and static files"
  manage check --deploy --fail-level WARNING
  manage migrate --verbosity 0
  manage create_structure --new-site
  manage set_site_address
  manage collectstatic --noinput --verbosity 0
  manage unavailable_page >"$data/static/503.html"
}

create_certificate() {
  [[ -f $tls/certificate.pem ]] && return
  step "A temporary self-signed certificate; docs/deployment.md explains how to get a trusted one"
  install -d -m 750 "$tls"
  openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
    -keyout "$tls/key.pem" -out "$tls/certificate.pem" 2>/dev/null
}

render() {
  "$release/deploy/render" "$release/deploy/$1" HOST="$host" APP="$root/current" DATA="$data" CONFIG="$config" \
    SOCKET=/run/icr-site.sock BACKUPS="$backups" NGINX=/etc/nginx/icr-site LOGS=/var/log/nginx \
    CERTIFICATE="$tls/certificate.pem" KEY="$tls/key.pem" HTTP=80 HTTPS=443 \
    IF_IPV6="$(has_ipv6 || echo "# ")" HTTP_IPV6="[::]:80" HTTPS_IPV6="[::]:443" >"$2.new"
  mv "$2.new" "$2"
}

render_page_cache() {
  local text
  text="$(manage page_cache_nginx "$1")"
  printf '%s\n' "$text" >"$2"
}

has_ipv6() { grep -qs . /proc/net/if_inet6; }

install_services() {
  step "Services"
  local unit
  for unit in icr-site.socket icr-site.service icr-site-publisher.service icr-site-backup.service icr-site-backup.timer; do
    render "systemd/$unit" "/etc/systemd/system/$unit"
  done
  render manage /usr/local/bin/icr-site
  chmod 755 /usr/local/bin/icr-site
  ln -sfn "$release" "$root/current"
  systemctl daemon-reload
  systemctl enable --quiet icr-site.socket icr-site.service icr-site-publisher.service icr-site-backup.timer
  systemctl start icr-site.socket icr-site-backup.timer
  systemctl restart icr-site.service icr-site-publisher.service
  manage refresh_pages
  compgen -G "$backups/2*" >/dev/null || systemctl start --no-block icr-site-backup.service
}

install_nginx() {
  step "nginx"
  install -d /etc/nginx/icr-site
  local log
  for log in access error; do # with the owner and mode that Debian's logrotate uses
    [[ -e /var/log/nginx/icr-site.$log.log ]] ||
      install -m 640 -o www-data -g adm /dev/null "/var/log/nginx/icr-site.$log.log"
  done
  render nginx/application.conf /etc/nginx/icr-site/application.conf
  render_page_cache pages /etc/nginx/icr-site/page_cache.conf
  render_page_cache headers /etc/nginx/icr-site/security_headers.conf
  render nginx/site.conf /etc/nginx/sites-available/icr-site.conf
  ln -sfn ../sites-available/icr-site.conf /etc/nginx/sites-enabled/icr-site.conf
  rm -f /etc/nginx/sites-enabled/default
  echo "brotli_static on;" >/etc/nginx/icr-site/brotli.conf
  nginx -q -t 2>/dev/null || rm /etc/nginx/icr-site/brotli.conf # nginx lacks the module
  nginx -q -t
  systemctl enable --now --quiet nginx
  systemctl reload nginx
  rm -f /etc/nginx/icr-site/{headers,kept,pages}.conf # of earlier versions, which nginx no longer reads
}

# Checks the site through nginx; the certificate may still be the self-signed one.
wait_for_answer() {
  step "Waiting for the site to answer, up to a minute"
  local answer deadline=$((SECONDS + 60))
  until answer="$(curl --silent --show-error --fail-with-body --insecure --noproxy '*' --max-time 10 \
    --resolve "$host:443:127.0.0.1" "https://$host/health/ready" 2>&1)"; do
    ((SECONDS < deadline)) || { explain "$answer" >&2; exit 1; }
    sleep 1
  done
}

explain() {
  echo "The site is not ready; https://$host/health/ready:"
  grep -E '^(curl|\{)' <<<"$1" # not nginx's error page
  local unit
  for unit in nginx icr-site.socket icr-site icr-site-publisher postgresql redis-server; do
    systemctl is-active --quiet "$unit" || echo "$unit is not running: journalctl -u $unit -n 50"
  done
  echo "See: journalctl -u icr-site -n 50; tail /var/log/nginx/icr-site.error.log; docs/deployment.md"
  echo "Earlier versions are still installed; docs/deployment.md, \"Update\", explains how to roll back."
}

remove_old_releases() {
  find "$root/releases" -mindepth 1 -maxdepth 1 -type d ! -path "$release" -printf '%T@ %p\n' |
    sort -n | head -n -2 | cut -d' ' -f2- | while read -r old; do rm -rf "$old"; done
}

prepare_images() {
  step "Sizes of pictures that this version needs and the last one did not; Ctrl+C leaves them to icr-site prepare_images"
  manage prepare_images || true
}

install_packages
create_user
create_database
write_config
install_code
prepare_data
create_certificate
install_services
install_nginx
wait_for_answer
remove_old_releases
prepare_images
step "The site runs at https://$host/. Create the first administrator: icr-site createsuperuser"
step "Sign in at https://$host/admin/; the dashboard shows the first steps"
