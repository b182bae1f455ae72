# Two commands matter: `make run` starts a newsroom, `make test` proves it.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup --no-skips
ROUNDS ?= 500
STORIES ?= 50000
CODE := cms home news search tests manage.py

export PORT

.DEFAULT_GOAL := help
.PHONY: help install run demo test test-long whole endure lint format types templates imports schema figures clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(READY) ## Make the virtual environment

$(READY): requirements.txt
	$(PYTHON) scripts/check_python.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

run: $(READY) ## Start the demo newsroom on PORT (8000)
	$(BIN)/python scripts/check_start.py
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo --verbosity 0
	$(BIN)/python scripts/addresses.py
	$(BIN)/honcho start || test $$? -eq 130

test: $(READY) ## Run the tests: SQLite with the embedded engine, then PostgreSQL with Elasticsearch
	$(MAKE) --no-print-directory --jobs 2 lint types templates imports
	scripts/need_programs.sh
	env -u DATABASE_URL -u ELASTICSEARCH_URL $(PYTEST) --quick --ignore tests/long
	$(BIN)/python scripts/servers.py run $(PYTEST) --quick --ignore tests/long

test-long: $(READY) ## Run every test on both stacks, and prove what takes hours: kills, outages, a large archive
	scripts/need_programs.sh
	env -u DATABASE_URL -u ELASTICSEARCH_URL $(MAKE) --no-print-directory whole endure
	$(BIN)/python scripts/servers.py run $(MAKE) --no-print-directory whole endure

whole: $(READY)
	$(PYTEST) --ignore tests/long

endure: $(READY)
	ROUNDS=50 HISTORIES=60 $(PYTEST) tests/long tests/news/publication/test_at_once.py tests/news/publication/test_history.py
	$(BIN)/python -m tests.long.fire --rounds $(ROUNDS)
	$(BIN)/python -m tests.long.archive --stories $(STORIES)

lint: $(READY)
	$(BIN)/ruff check $(CODE) scripts
	$(BIN)/ruff format --check --quiet $(CODE) scripts
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml

types: $(READY)
	$(BIN)/mypy cms home news search

templates: $(READY)
	$(BIN)/djlint templates --lint --quiet

imports: $(READY)
	$(BIN)/lint-imports --no-cache

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix $(CODE) scripts
	$(BIN)/ruff format $(CODE) scripts

figures: $(READY) ## Report the size of modules and functions
	$(BIN)/python -m tests.architecture.figures

clean: ## Remove what running and testing made, the demo newsroom included
	rm -rf var build .mypy_cache .ruff_cache .pytest_cache .hypothesis
