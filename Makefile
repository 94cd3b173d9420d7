# `make run` serves the site on this machine; `make test` runs the tests.

PORT ?= 8000
WHAT ?= all
PYTHON ?= python3
BIN := .venv/bin
SETTINGS := DJANGO_SETTINGS_MODULE=icr_site.settings.dev
MANAGE := $(SETTINGS) $(BIN)/python manage.py
CATALOG := locale/nb/LC_MESSAGES/django.mo

.PHONY: run test coverage test-browser test-production pictures bench messages setup

run: export BASE_URL = http://127.0.0.1:$(PORT)
run: setup .venv/.installed $(CATALOG)
	@$(BIN)/python bin/check_port.py $(PORT)
	@echo "Preparing the database …"
	@$(MANAGE) migrate --verbosity 0
	@echo "Loading the demo content, if the site is empty …"
	@$(MANAGE) demo
	@echo "Making the sizes of pictures that are missing; half a minute at the first start …"
	@$(MANAGE) prepare_images >/dev/null
	@$(MANAGE) set_site_address --replace
	@login="$$($(MANAGE) local_login)"; \
	echo; \
	echo "The site:     $$BASE_URL/"; \
	echo "The editor:   $$BASE_URL/admin/"; \
	echo "Your login:   $$login"; \
	echo "Stop it with Ctrl+C."; echo
	@$(SETTINGS) exec $(BIN)/python bin/serve.py 127.0.0.1:$(PORT)

test: setup .venv/.installed-dev $(CATALOG)
	@$(BIN)/pytest

# The tests on SQLite, with the coverage of each file. It takes about three times as long as `make test`.
coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage: setup .venv/.installed-dev $(CATALOG)
	@rm -f .coverage .coverage.*
	@COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml $(BIN)/pytest -m "not browser"
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

test-browser: setup .venv/.installed-dev .tools/vnu-jar $(CATALOG)
	@$(BIN)/pytest -m browser

# Starts nginx, gunicorn, PostgreSQL, Redis and the publisher from the files in deploy/.
test-production: setup .venv/.installed-dev $(CATALOG)
	@$(BIN)/pytest --numprocesses=0 tests/production

# Takes the screenshots in README.md and docs/ again.
pictures: setup .venv/.installed-dev $(CATALOG)
	@TAKE_PICTURES=1 $(BIN)/pytest --numprocesses=0 tests/browser/test_pictures.py

# Measures everything, or with `WHAT=search` what benchmarks/search.py says.
bench: setup .venv/.installed
	@$(SETTINGS) $(BIN)/python -m benchmarks.$(WHAT)

# Brings locale/ in step with the source, and says what there is to translate.
messages: setup .venv/.installed
	@$(BIN)/python bin/messages.py update
	@$(BIN)/python bin/messages.py check

%.mo: %.po bin/messages.py
	@$(BIN)/python bin/messages.py compile

setup:
	@$(PYTHON) bin/check_python.py

.venv/bin/python:
	@echo "Making the virtual environment .venv …"
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing the requirements …"
	@$(BIN)/python bin/install_requirements.py requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing the requirements for development …"
	@$(BIN)/python bin/install_requirements.py requirements-dev.txt
	@touch $@ .venv/.installed

# Programs that check the site; none takes part in it.
.tools/vnu-jar: VERSION = 26.9.27
.tools/lighthouse: VERSION = 12.8.2
.tools/%:
	@echo "Installing $* …"
	@command -v npm >/dev/null || { echo "npm is missing: apt install npm"; exit 1; }
	@npm install --loglevel=error --no-save --no-audit --no-fund --prefix $@ $*@$(VERSION) || { rm -rf $@; exit 1; }
