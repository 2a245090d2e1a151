# Everything a newcomer needs. `make demo` and `make test` do all the set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AYNI := $(BIN)/ayni
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-nightly test-database check bench lock clean

help: ## show these words
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

SOURCES := pyproject.toml package.json package-lock.json scripts/setup.sh $(wildcard ayni/locale/*/LC_MESSAGES/*.po)

setup: build/.ready ## make .venv with everything in it

build/.ready: $(SOURCES) requirements/core.txt requirements/test.txt
	@PYTHON=$(PYTHON) sh scripts/setup.sh test
	@mkdir -p build && touch $@ build/.ready-to-run

build/.ready-to-run: $(SOURCES) requirements/core.txt
	@PYTHON=$(PYTHON) sh scripts/setup.sh core
	@mkdir -p build && touch $@

demo: build/.ready-to-run ## the whole chain on a made-up country, then the application in the browser
	@$(AYNI) demo $(DEMO)

test: setup ## all the tests
	@$(BIN)/python scripts/browser.py
	@$(BIN)/pytest -n 2 --dist loadfile $(TESTS)

test-nightly: setup ## the generated rules on every engine, ten thousand cases
	@AYNI_CASES=10000 $(BIN)/pytest -n 2 tests/generative

test-database: setup ## the tests that use the database, on the PostgreSQL installed on this machine
	@sh scripts/on_installed_postgresql.sh $(BIN)/pytest -n 2 --dist loadfile --ignore=tests/unit/engines --ignore=tests/unit/kernel tests/unit tests/pages tests/contract tests/stories/test_command_line.py

check: setup ## format, lint, types, ladder, migrations, security scans, translations, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python scripts/scan.py
	@$(BIN)/pytest -n 2 --dist loadfile $(TESTS)

bench: setup ## benchmarks beside their baselines: ONLY=name SIZE=small|full|NUMBER
	@$(BIN)/python -m benchmarks --only "$(ONLY)" --size "$(or $(SIZE),small)"

lock: setup ## make the locked requirements again from pyproject.toml
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements/core.txt
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra test -c requirements/core.txt -o requirements/test.txt

clean: ## remove what the set-up made
	rm -rf $(VENV) node_modules build
