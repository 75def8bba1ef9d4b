# make app      sets everything up on a fresh machine and starts the app
# make test     the same for the tests, a browser included
# make help     the rest
#
# .venv holds everything; the stamps in it say which requirements it already meets.

.DEFAULT_GOAL := help
.PHONY: help app install test test-engines quick check browser format lock sbom audit clean FORCE

PYTHON ?= python3
PORT ?=
ARGS ?=
export PYTHON

# An environment that was moved, copied or lost its Python is made anew.
sound := $(shell [ "$$(cat .venv/.home 2>/dev/null)" = "$$(pwd)" ] && .venv/bin/python -c '' 2>/dev/null && echo yes)

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 20

app: .venv/.runtime ## start the app; PORT=8600 to choose the port, ARGS for other Streamlit options
	@exec .venv/bin/streamlit run app.py $(if $(PORT),--server.port $(PORT)) $(ARGS)

install: .venv/.runtime .venv/.project ## make the command .venv/bin/insight
	@.venv/bin/python -m compileall -q insight pages app.py
	@echo "Ready: .venv/bin/insight"

test: .venv/.dev .venv/.project ## lint, types and all tests; ARGS="-k trust" for some of them
	@MAKE="$(MAKE)" tools/tests.sh $(workers) $(ARGS)

quick: .venv/.dev .venv/.project ## the tests that need no browser, and nothing else; ARGS as with test
	@.venv/bin/pytest $(workers) --ignore=tests/browser $(ARGS)

test-engines: build/engines/.tools .venv/.project ## the tests that need another database: ClickHouse's engine, Spark; ARGS as with test
	@build/engines/env/bin/python -m pytest tests/engines $(ARGS)
	@PYTHONPATH=tests/support build/engines/env/bin/python -m pytest -p twin_engine $(addprefix tests/against_r/test_,$(twins)) $(ARGS)

# Those tests against R whose queries are asked of both engines.
twins := measures.py combined.py multiple_response.py covariances.py tests.py
# Three workers on however few processors: a test with a browser waits now and then. One that has done its
# part takes from what is left of another's.
workers := -n 3 --dist worksteal
# What one process has compiled need not be compiled by the next, whatever is set outside.
test quick: export PYTHONDONTWRITEBYTECODE :=
# Nor do several threads help a worker that has one processor.
test quick test-engines: export OPENBLAS_NUM_THREADS := 1
test quick test-engines: export OMP_NUM_THREADS := 1

check: .venv/.dev ## lint, formatting and types only
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

browser: .venv/.dev ## find a Chromium for the tests, or get one
	@tools/browser.sh install

format: .venv/.dev ## format the code and mend what lint can mend
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

compile = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $(ARGS)

lock: .venv/.tools ## lock the requirements anew; ARGS=--upgrade for newer releases
	$(compile) pyproject.toml -o requirements.txt
	$(compile) pyproject.toml --extra dev -o requirements-dev.txt
	$(compile) tools/bootstrap.in -o tools/bootstrap.txt
	$(compile) tools/supply.in -o tools/supply.txt
	$(compile) pyproject.toml tools/engines.in --extra dev -o tools/engines.txt

sbom: build/supply/.tools ## write what the app is made of, as CycloneDX, to build/e-helseinnsikt.cdx.json
	@tools/setup.sh beside build/supply/app requirements.txt
	build/supply/tools/bin/cyclonedx-py environment build/supply/app/bin/python --pyproject pyproject.toml \
		--output-reproducible --output-file build/e-helseinnsikt.cdx.json

audit: build/supply/.tools ## ask for known vulnerabilities of the locked packages; needs a network
	build/supply/tools/bin/pip-audit --disable-pip --require-hashes --requirement requirements.txt $(ARGS)

clean: ## remove what make and the tests have made
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

.venv/.tools: tools/bootstrap.txt $(if $(sound),,FORCE)
	@tools/setup.sh venv
	@touch $@

.venv/.runtime: requirements.txt .venv/.tools
	@tools/setup.sh packages requirements.txt
	@touch $@

# The development requirements contain the runtime's, so both are met.
.venv/.dev: requirements-dev.txt requirements.txt .venv/.tools
	@tools/setup.sh packages requirements-dev.txt
	@touch $@ .venv/.runtime

build/supply/.tools: tools/supply.txt .venv/.tools
	@tools/setup.sh beside build/supply/tools tools/supply.txt
	@touch $@

build/engines/.tools: tools/engines.txt .venv/.tools
	@tools/setup.sh beside build/engines/env tools/engines.txt
	@touch $@

.venv/.project: pyproject.toml .venv/.tools
	@tools/setup.sh project
	@touch $@
