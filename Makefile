PYTHON ?= python3
DATABASE := $(or $(DATABASE_URL),sqlite:///data/annals.db)

# Nothing is built in isolation: flasgger comes as source only, and so what builds it is locked and hashed as well.
INSTALL := .venv/bin/python -m pip install -qq --no-build-isolation
PARALLEL := --numprocesses auto --dist loadfile
COMPILE := .uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock'

# A stamp speaks for one database, and for a SQLite file only while that exists.
LOADED := data/.loaded-$(shell printf %s '$(DATABASE)' | cksum | cut -d ' ' -f 1)
SQLITE_FILE := $(patsubst sqlite:///%,%,$(filter sqlite:///%,$(DATABASE)))
ifneq ($(SQLITE_FILE),$(wildcard $(SQLITE_FILE)))
.PHONY: $(LOADED)
endif

# What the tests have of npm's packages; where there is no npm, they say so and do without.
INSTALLED := tests/node/node_modules/.package-lock.json

.PHONY: run test check lint bench openapi parquet files lock clean

run: export HOST ?= 127.0.0.1
run: export PORT ?= 8000
run: export DATABASE_URL ?= $(DATABASE)
run: $(LOADED)
	exec .venv/bin/annals serve

# PostgreSQL is asked a fourth of the questions that hypothesis has drawn for SQLite.
test: $(if $(shell command -v npm),$(INSTALLED)) check
	.venv/bin/pytest $(PARALLEL) -m '(postgresql or server) and not alone' --hypothesis-profile quarter
	.venv/bin/pytest -m alone

# What can be asked of one process and SQLite: in a few minutes.
check: .venv/.test
	.venv/bin/pytest $(PARALLEL) -m 'not (alone or postgresql or server)'

lint: .venv/.test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/hadolint Dockerfile

# A store of N events, with the peers and the limit beside it; several sizes for the curve: N="10000 100000"; more options in BENCH.
bench: .venv/.test
	PYTHONPATH=tests .venv/bin/python -m benchmarks $(N:%=--events %) $(BENCH)

openapi: .venv/.run
	.venv/bin/annals openapi > openapi.yaml

parquet files: .venv/.run
	$(INSTALL) --require-hashes --requirement .requirements/$@.txt

lock:
	$(PYTHON) -m venv --clear .uv
	.uv/bin/pip install --quiet uv==0.13.9
	$(COMPILE) --group build --output-file .requirements/build.txt
	$(COMPILE) pyproject.toml --output-file .requirements/run.txt
	$(COMPILE) pyproject.toml --extra parquet --constraints .requirements/run.txt --output-file .requirements/parquet.txt
	$(COMPILE) pyproject.toml --extra files --constraints .requirements/parquet.txt --output-file .requirements/files.txt
	$(COMPILE) pyproject.toml --extra parquet --extra files --group test --constraints .requirements/parquet.txt --output-file .requirements/test.txt
	rm -rf .uv

clean:
	rm -rf .venv .uv build annals.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/node/node_modules
	find api models seeds tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.run: pyproject.toml .requirements/build.txt .requirements/run.txt
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) --require-hashes --requirement .requirements/build.txt
	$(INSTALL) --require-hashes --requirement .requirements/run.txt
	$(INSTALL) --no-deps --check-build-dependencies --editable .
	touch $@

.venv/.test: .venv/.run .requirements/test.txt
	$(INSTALL) --require-hashes --requirement .requirements/test.txt
	touch $@

$(INSTALLED): tests/node/package.json tests/node/package-lock.json
	npm ci --loglevel=error --prefix tests/node
	touch $@

$(LOADED): seeds/kazakhstan $(shell find models seeds -type f -not -name '*.pyc' -not -name '*.md') | .venv/.run
	mkdir -p data
	.venv/bin/annals load --demo
	touch $@
