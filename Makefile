# The commands of this repository. Needed: Python 3.11 or newer, make, git. `make` alone lists them.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test journey-paid chaos chaos-workers conformance audit bench load lock bare clean
export PYTHON

DEMO_STORY = examples/lighthouse.md
ARGS =

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

demo: ## Make a film from examples/, free and offline (more options: make demo ARGS="--aspect 9:16")
	@sh scripts/environment.sh run
	@.venv/bin/video-story make $(DEMO_STORY) --out out/demo $(ARGS)

test: ## Run lint, format, types, import contracts and tests
	@sh scripts/environment.sh dev
	@sh scripts/check.sh $(ARGS)

journey-paid: ## Make a film by paid models through the stand-in, and hold every call against its journal
	@sh scripts/environment.sh dev
	@PYTHONPATH=.:tests .venv/bin/python -m journeys.paid out/journey-paid

chaos: ## Make paid films under random kills, faults, cancels and pauses (make chaos ARGS="--seeds 20 --kills 5")
	@sh scripts/environment.sh dev
	@PYTHONPATH=.:tests .venv/bin/python -m tests.chaos $(ARGS)

chaos-workers: ## Kill one of two workers on a PostgreSQL in mid-run (make chaos-workers ARGS="--rounds 10")
	@sh scripts/environment.sh dev
	@PYTHONPATH=.:tests .venv/bin/python -m tests.chaos.workers $(ARGS)

conformance: ## Hold the server for agents against the protocol's public suite and Inspector (needs npm)
	@sh scripts/environment.sh dev
	@sh scripts/conformance.sh

audit: ## Hold the page against Lighthouse and the API against made-up requests (needs npm, Chromium)
	@sh scripts/environment.sh dev
	@sh scripts/audit.sh $(ARGS)

bench: ## Measure speed against what is possible, MoviePy and barriers (make bench ARGS="--only schedule engine")
	@sh scripts/environment.sh dev
	@.venv/bin/python -m bench $(ARGS)

load: ## Measure one server under load and after 10,000 films (make load ARGS="--only growth")
	@sh scripts/environment.sh dev
	@.venv/bin/python -m bench.heavy $(ARGS)

lock: ## Write the locks anew from pyproject.toml (newest versions: make lock ARGS=--upgrade)
	@[ -x .venv/bin/uv ] || sh scripts/environment.sh dev
	@sh scripts/lock.sh $(ARGS)

bare: ## Run make demo in a bare root, without network, with nothing but Python, make and git (needs root, Linux)
	@bash tests/bare/run.sh $(ARGS)

clean: ## Remove the environment, caches and out/demo; your films and projects stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache out/demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
