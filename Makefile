# Everything you do with Meldpunt; `make` alone lists it. Needs Python 3.11 or newer, and nothing else.

# The first Python that is new enough; name another with `make start PYTHON=…`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
SOURCES := src tests tools $(wildcard benchmarks)

.DEFAULT_GOAL := help
.PHONY: help start setup setup-start test test-lang check fix demo volume journeys-lang audit sbom fuzz client api-lang bench docs beelden lock clean

help: ## Show what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

start: setup-start ## Install what is missing, start the database and the demo site, print the address
	@$(BIN)/meldpunt start

setup: .python ## Install everything, also for tests and checks; skips what is up to date
	@$(PYTHON) tools/opzet.py --ontwikkelen

setup-start: .python
	@$(PYTHON) tools/opzet.py

TESTS := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test: setup ## Run the tests on a throw-away database, but for the long forms
	$(TESTS) -m 'not slow and not lang'
	@echo "De lange vormen (browser, aanvallen, toegangsmatrix, demowereld, opzet) zijn NIET gedaan: make test-lang"

test-lang: setup ## Run the long forms: journeys in a browser, attacks, the matrix of access, the demo world, set-up
	$(TESTS) -m 'lang and not slow'

check: setup ## Check style, types, architecture, migrations and generated pages
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/mypy tools
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=meldpunt.settings.test $(BIN)/python -W ignore::RuntimeWarning -m meldpunt makemigrations --check --dry-run
	$(BIN)/python tools/naslag.py --check
	$(BIN)/python tools/beveiliging.py code
	$(BIN)/python tools/beveiliging.py productie

audit: setup ## Ask which dependencies have a known weakness; says so when nobody can be asked
	$(BIN)/python tools/beveiliging.py audit

sbom: setup ## Write what the program is made of into sbom/ (CycloneDX)
	$(BIN)/python tools/beveiliging.py sbom

fuzz: setup ## Throw broken files and texts at every parser for minutes; make test-lang does so for seconds
	MELDPUNT_FUZZ=5000 $(BIN)/pytest tests/fuzz -q

client: setup ## Make a typed Python client of the interface in build/
	$(BIN)/python tools/client.py

api-lang: setup ## Ask the interface hundreds of good and bad requests per operation; make test asks a few
	MELDPUNT_API_FUZZ=400 $(BIN)/pytest tests/api/test_schemathesis.py -q

fix: setup ## Repair what ruff can repair
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

demo: setup-start ## Throw the demo world away and make a new one
	$(BIN)/meldpunt demowereld --leeg-eerst

volume: setup ## Run the tests with large deliveries
	$(BIN)/pytest -m 'slow and not journey'

journeys-lang: setup ## Let axe look at every page of every role, wide and on a phone
	$(BIN)/pytest -m 'slow and journey'

bench: setup ## Measure rows per second from file to zaken, beside the floor of the same run
	$(BIN)/python -m benchmarks

docs: setup ## Write the generated pages of docs/reference anew
	$(BIN)/python tools/naslag.py

beelden: setup ## Make the pictures of README and handbook anew, from a fresh demo world
	$(BIN)/python tools/beelden.py

lock: setup ## Resolve the dependencies anew and write both lock files
	$(BIN)/python tools/vergrendel.py

clean: ## Remove what was installed and generated; the data in .meldpunt stays
	@[ ! -x $(BIN)/meldpunt ] || $(BIN)/meldpunt db stop
	rm -rf .venv node_modules src/meldpunt/web/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: .python
.python:
	@[ -n "$(PYTHON)" ] || { echo "Meldpunt heeft Python 3.11 of nieuwer nodig, en die is hier niet. Installeer python3 (en op Debian ook python3-venv)." >&2; exit 1; }
