# The portal on one machine. `make run` and `make test` start from nothing; the rest is for those who work on it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check format bench reset lock setup

export HOST ?= 127.0.0.1
export PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Compiled modules are kept whatever the caller's environment says: without them every start takes seconds longer.
unexport PYTHONDONTWRITEBYTECODE
EMBEDDED = python -m config.embedded

help: ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: ## Run the portal with demo data on http://127.0.0.1:8000 (HOST=, PORT=)
	@scripts/setup.sh
	@python scripts/address.py free "$(HOST)" "$(PORT)"
	@$(EMBEDDED) -- scripts/portal.sh || [ $$? -eq 130 ] # Ctrl-C

test: ## Run the tests (ARGS="-k receipt")
	@scripts/setup.sh browser
	@DJANGO_ALLOW_ASYNC_UNSAFE=true $(EMBEDDED) --ephemeral -- python -m pytest -n 2 --dist loadgroup $(ARGS)

check: ## Check format, lint, types, architecture and settings
	@scripts/setup.sh
	@scripts/check.sh

format: ## Format the code and the templates
	@scripts/setup.sh
	@ruff format . && ruff check --fix . ; djade --target-version 5.2 $$(git ls-files 'templates/*.html')

bench: ## Run the benchmarks
	@scripts/setup.sh
	@$(EMBEDDED) --ephemeral -- python -m tests.bench $(ARGS)

reset: ## Remove the data of `make run`
	@scripts/setup.sh
	@$(EMBEDDED) --reset && rm -rf .run

lock: ## Pin the dependencies again after a change in pyproject.toml (ARGS=--upgrade)
	@scripts/lock.sh $(ARGS)

setup: ## Only install what is needed
	@scripts/setup.sh browser
