# The commands of the house. Nothing is needed but Python 3.11 or later and make.
.DEFAULT_GOAL := help
.PHONY: help install bulk run test lint format bench soak lock pictures translations clean

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
UV_COMPILE := $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11

export PORT HOST

help:  ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Timeline needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "$(PYTHON) could not make a virtual environment: install its venv module (on Debian: python3-venv) and try again." >&2; exit 1; }
	@touch $@

# A lock file is whole, so pip resolves nothing (--no-deps): an older pip would look past the lock for a package
# that another one asks for with an extra.
$(VENV)/.run: $(VENV)/.python requirements/run.lock pyproject.toml
	@echo "Installing what Timeline runs on (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.lock
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/test.lock
	@touch $@

# Parsers of other calendar programs, by the npm that the test lock brings; the tests say so where they are missing.
CLIENTS := tests/feeds/clients
$(CLIENTS)/node_modules/.package-lock.json: $(CLIENTS)/package-lock.json $(VENV)/.test
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund --loglevel=error \
	  && touch $@ || echo "npm could not fetch the parsers that the feeds are read with: those tests will say so." >&2

install: $(VENV)/.run  ## Set up .venv/, so that .venv/bin/timeline is the command

bulk: $(VENV)/.run requirements/bulk.lock  ## Install what `timeline bulk` needs (Dask, Arrow, warcio)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bulk.lock

run: $(VENV)/.run  ## Set up and serve with the sample articles (PORT, HOST)
	@TIMELINE_DATA_DIR="$${TIMELINE_DATA_DIR:-.data}" $(BIN)/timeline serve --samples seeds

test: $(VENV)/.test $(CLIENTS)/node_modules/.package-lock.json  ## Set up and run every test
	@$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.test  ## Linter, formatter's check, strict types, layers, whole lock files
	@$(BIN)/python -m pip check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.test  ## Put the code into the house's form
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(VENV)/.test  ## Print the figures that a change is judged by
	@for file in benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

pictures: $(VENV)/.test  ## Take the pictures of docs/pictures anew, from the sample articles
	@$(BIN)/python -m benchmarks.pictures && $(BIN)/python -m benchmarks.client_pictures

translations: $(VENV)/.test  ## Bring translations/*.po up to date with the sentences of the pages
	@$(BIN)/pybabel --quiet extract --mapping translations/babel.cfg --keyword N_ --no-wrap --no-location \
	  --omit-header --sort-output --output translations/messages.pot .
	@for file in translations/*.po; do $(BIN)/pybabel --quiet update --no-fuzzy-matching --no-wrap \
	  --ignore-pot-creation-date --input-file translations/messages.pot --output-file $$file --locale $$(basename $$file .po); done

soak: $(VENV)/.test $(CLIENTS)/node_modules/.package-lock.json  ## The long runs of the tests
	@$(BIN)/python -m pytest --soak $(ARGS)

lock: $(VENV)/.test  ## Resolve the requirements anew
	@$(UV_COMPILE) requirements/run.in -o requirements/run.lock
	@$(UV_COMPILE) requirements/bulk.in -o requirements/bulk.lock
	@$(UV_COMPILE) requirements/test.in -o requirements/test.lock

clean:  ## Remove the environment and caches, never the data
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
