# Everything a newcomer types. Each target sets up what it needs; a second call starts in seconds.
PYTHON ?= python3
SOURCE ?= seeds
WAREHOUSE ?= warehouse
PORT ?= 3000
BIN := .venv/bin

.PHONY: run test ui ui-readonly bench soak setup-system clean
.DEFAULT_GOAL := run

run: .venv/installed  ## set up, run the whole pipeline on SOURCE into WAREHOUSE, show what was found
	$(BIN)/etl run --source "$(SOURCE)" --warehouse "$(WAREHOUSE)"

test: .venv/installed-dev  ## set up, then every check and every test
	$(BIN)/ruff format --check etl tests
	$(BIN)/ruff check etl tests
	$(BIN)/basedpyright
	$(BIN)/python -m pytest

ui: .venv/installed  ## the Dagster UI on 127.0.0.1:3000, or PORT
	$(BIN)/etl ui --port $(PORT) --warehouse "$(WAREHOUSE)" --source "$(SOURCE)"

ui-readonly: .venv/installed  ## the same for viewers: nothing can be started or changed
	$(BIN)/etl ui --port $(PORT) --read-only --warehouse "$(WAREHOUSE)" --source "$(SOURCE)"

bench: .venv/installed-dev  ## the benchmarks, with peers where they are installed
	$(BIN)/python -m tests.bench

soak: .venv/installed-dev  ## long kill and fuzz runs
	JERNIH_SOAK=1 $(BIN)/python -m pytest tests/crash tests/hostile tests/store tests/bench/dedup tests/steps/test_describe_traces.py

setup-system:  ## Debian packages that the browser tests need (root)
	@if command -v chromium >/dev/null; then echo "chromium is installed"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -q && apt-get install -y -q --no-install-recommends chromium; \
	else echo "chromium is missing: install it as root with 'apt-get install chromium'; the browser tests are skipped without it"; fi

clean:  ## remove what was built; seeds and sources stay
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .hypothesis
	find warehouse -mindepth 1 ! -name README.md -delete
	find dagster_home -mindepth 1 ! -name dagster.yaml -delete
	find etl tests -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ .venv/installed
