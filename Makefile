# Two commands are enough: `make run` serves the whole service, `make test` proves it.
UV := .tools/bin/uv
PY := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never

.PHONY: run env test check mutants lock messages benchmarks screenshots format clean

## run: the whole service on 127.0.0.1:8000 (PORT=8450: there), with a living demo world
run: env
	.venv/bin/affilia serve $(if $(PORT),--port $(PORT))

## env: the environment only; `.venv/bin/affilia` works after it
env: .venv/.core .venv/.messages

$(UV):
	python3 -m venv .tools
	.tools/bin/pip install -q --disable-pip-version-check uv

.venv/.core: requirements/core.lock pyproject.toml | $(UV)
	$(UV) venv -q --allow-existing .venv
	@if [ -e .venv/.dev ]; then rm -f .venv/.dev; fi
	$(UV) pip sync -q --compile-bytecode --require-hashes requirements/core.lock
	$(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.lock requirements/core.lock pyproject.toml | $(UV)
	$(UV) venv -q --allow-existing .venv
	$(UV) pip sync -q --compile-bytecode --require-hashes requirements/dev.lock
	$(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch .venv/.core $@

.venv/.messages: $(wildcard locale/*/LC_MESSAGES/django.po) .venv/.core
	@for po in locale/*/LC_MESSAGES/django.po; do [ -e "$$po" ] && .venv/bin/pybabel -q compile -i $$po -o $${po%.po}.mo; done; true
	@touch $@

## test: everything, on SQLite and on PostgreSQL, pages in a real browser
test: .venv/.dev .venv/.messages browser spark
	$(PY) -m pytest
	$(PY) tests/on_postgresql.py -m "not browser and not pure and not kills"

.PHONY: browser
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
		|| { echo "Chromium is needed for the browser tests: apt-get install chromium" >&2; exit 1; }

## spark: the environment of `affilia batch decide --engine spark` (docs/cluster.md)
.PHONY: spark
spark: .venv-spark/.done
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless; } \
		|| { echo "Java 17 is needed for Spark: apt-get install openjdk-17-jre-headless" >&2; exit 1; }

.venv-spark/.done: requirements/spark.lock pyproject.toml | $(UV)
	$(UV) venv -q --allow-existing .venv-spark
	$(UV) pip sync -q --require-hashes requirements/spark.lock --python .venv-spark/bin/python
	$(UV) pip install -q --no-deps --no-build-isolation -e . --python .venv-spark/bin/python
	@touch $@

## check: lint, format, types, contracts, templates, translations, migrations
check: .venv/.dev .venv/.messages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files '*.html')
	$(PY) -m affilia.console.messages --check
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check

## format: what check asks for
format: .venv/.dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	-.venv/bin/djade --target-version 5.2 $$(git ls-files '*.html')

## messages: bring the catalogues up to date with the sources
messages: .venv/.dev
	$(PY) -m affilia.console.messages

## benchmarks: ratios against a baseline run in the same breath
benchmarks: .venv/.dev .venv/.messages
	@for b in benchmarks/*.py; do PYTHONPATH=. $(PY) $$b || exit 1; done

## mutants: change one thing in one rule or in the engine of the law at a time; what the tests notice goes to docs/mutants.md
mutants: .venv/.dev .venv/.messages
	DJANGO_SETTINGS_MODULE=affilia.config.testing $(PY) -m tests.law.mutants

## lock: pin every dependency with its hashes
lock: $(UV)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements/dev.in -o requirements/dev.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements/core.in -c requirements/dev.lock -o requirements/core.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements/spark.in -c requirements/dev.lock -o requirements/spark.lock
	$(UV) pip compile -q --python-version 3.11 --generate-hashes --no-annotate --no-header requirements/openfisca.in -o requirements/openfisca.lock

clean:
	rm -rf .venv .venv-openfisca .venv-spark .tools var
