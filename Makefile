# Quietline: `make run` starts everything, `make test` runs every test. First use sets up .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Rasa, the second engine, needs Python 3.10 and an environment of its own. All examples: `make rasa RASA_ARGS=`, which trains for hours.
RASA_PYTHON ?= $(firstword $(wildcard $(HOME)/.pyenv/versions/3.10.*/bin/python3.10) python3.10)
RASA_ARGS ?= --most 12 --epochs 15
RASA_VENV := .venv-rasa
RASA := .cache/rasa
RASA_RUN := RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=2 $(CURDIR)/$(RASA_VENV)/bin/rasa
RASA_EXAMPLES := nlu/rasa/config.yml $(wildcard nlu/data/*/examples_*.yml)

.PHONY: help run test check bench train format clean rasa test-rasa
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

$(RASA_VENV)/.ready: requirements/rasa.lock
	$(RASA_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10) and "Rasa needs Python 3.10; got " + sys.version.split()[0])'
	test -x $(RASA_VENV)/bin/python || $(RASA_PYTHON) -m venv $(RASA_VENV)
	$(RASA_VENV)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/rasa.lock
	touch $@

$(RASA)/models/quietline.tar.gz: $(RASA_EXAMPLES) | $(VENV)/.ready $(RASA_VENV)/.ready
	$(BIN)/python -m nlu.rasa.export $(RASA) $(RASA_ARGS)
	cd $(RASA) && $(RASA_RUN) train nlu --nlu data --config config.yml --domain domain.yml --out models --fixed-model-name quietline

rasa: $(RASA)/models/quietline.tar.gz ## train and serve Rasa, the second engine, on loopback (2.7 GB; minutes)
	cd $(RASA) && ulimit -c 0 && $(RASA_RUN) run --enable-api -m models -i 127.0.0.1 -p 5005

test-rasa: $(VENV)/.ready ## run the tests that need a real Rasa server (2.7 GB; minutes)
	@if command -v $(RASA_PYTHON) >/dev/null; then $(MAKE) --no-print-directory $(RASA)/models/quietline.tar.gz; \
		else echo "make test-rasa: no $(RASA_PYTHON) here, so these tests will say that they were skipped"; fi
	RASA_TEST=1 $(BIN)/python -m pytest -q -rs -s tests/rasa

train: $(VENV)/.ready ## train understanding on nlu/data (minutes the first time)
	$(BIN)/python -m nlu.training

format: $(VENV)/.ready ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environments and caches (never the data)
	rm -rf $(VENV) $(RASA_VENV) $(RASA) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
