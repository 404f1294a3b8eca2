# Quietline: `make run` starts everything, `make test` runs every test. First use sets up .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check bench format clean
help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

$(VENV)/.ready: requirements/dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Quietline needs Python 3.11 or newer; got " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

run: $(VENV)/.ready ## start the whole service with a demo page on embedded defaults
	QUIETLINE_DEMO=$${QUIETLINE_DEMO:-1} $(BIN)/quietline serve

test: $(VENV)/.ready ## run every test, on real PostgreSQL and NATS from wheels
	$(BIN)/python -m pytest -q $(T)

check: $(VENV)/.ready ## format, lint, types, import contracts, and every text and flow
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/quietline check

bench: $(VENV)/.ready ## turns per second beside a bare echo, in the same run
	$(BIN)/quietline bench

format: $(VENV)/.ready ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environment and caches (never the data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
