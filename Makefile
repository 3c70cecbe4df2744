# Everything that a person does with this repository. Needs Python 3.11 or newer and make; the rest is installed
# into .venv on first use, and again when the locked requirements change.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --require-virtualenv
LOCKED := $(PIP) install --quiet --require-hashes -r
SOURCES := $(wildcard bot flows handlers console tests bench tools)
BENCHES := $(wildcard bench/bench_*.py)
PYTEST_ARGS ?=
# So many processes share the tests; 0 runs them in this one.
WORKERS ?= auto
KILLS ?= 100
SEED ?=
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help install demo run test kill year check format bench lock screenshots wheel clean

help: ## this list
	@printf 'Taalwijzer\n\n'
	@grep -hE '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(VENV)/.run ## what it needs to run, in .venv; the other targets do this by themselves

demo: $(VENV)/.run ## the web chat on http://127.0.0.1:8080/ with demo data; no token needed
	@exec $(PY) -m bot demo

run: $(VENV)/.run ## the bot on Telegram; TAALWIJZER_TELEGRAM_TOKEN must be set
	@exec $(PY) -m bot run

test: $(VENV)/.dev ## the whole test suite; PYTEST_ARGS="tests/unit -x" narrows it
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

kill: $(VENV)/.dev ## kill the bot KILLS times (100) by polling, as often by webhook, a third of it on PostgreSQL
	TAALWIJZER_TEST_KILLS=$(KILLS) TAALWIJZER_TEST_SEED=$(SEED) $(BIN)/pytest tests/kill $(PYTEST_ARGS)

year: $(VENV)/.dev ## 2,000 made-up learners through a simulated year, with faults and kills; SEED repeats one
	TAALWIJZER_TEST_YEAR=1 TAALWIJZER_TEST_SEED=$(SEED) $(BIN)/pytest tests/simulation $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint, types, imports, catalogues and the reading level
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	$(PY) tools/check_catalogues.py
	$(PY) tools/check_reading.py

format: $(VENV)/.dev ## put the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## the measured claims, one JSON line each
	@set -e; for bench in $(BENCHES); do $(PY) $$bench; done

lock: $(VENV)/.dev ## pin the requirements with hashes; UPGRADE=1 takes the newest versions
	$(call compile,pyproject.toml --extra dev,requirements/dev.txt)
	$(call compile,pyproject.toml -c requirements/dev.txt,requirements/run.txt)
	$(call compile,requirements/build.in -c requirements/dev.txt,requirements/build.txt)

screenshots: $(VENV)/.dev ## the pictures in docs/screenshots, taken by the tests that look at those screens
	TAALWIJZER_WRITE_DOCS=1 $(BIN)/pytest tests/browser/test_screens.py tests/browser/test_demo.py tests/browser/test_office_pictures.py

wheel: $(VENV)/.dev ## dist/taalwijzer-*.whl, which runs from an empty directory
	$(PY) -m build --wheel --no-isolation --outdir dist .

clean: ## remove .venv, caches and builds; the data in var/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call compile,INPUT,OUTPUT): universal, so that one file serves every supported Python and system.
compile = $(BIN)/uv pip compile $(1) --output-file $(2) --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet $(if $(UPGRADE),--upgrade)

$(PY):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

# The stamps stand apart: a demo needs no test tools, and a developer gets both.
$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml hatch_build.py | $(PY)
	@echo 'Installing what Taalwijzer needs to run ...'
	@$(LOCKED) requirements/run.txt -r requirements/build.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo 'Installing the tools of tests and checks ...'
	@$(LOCKED) requirements/dev.txt
	@touch $@
