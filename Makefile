# Everything a newcomer and the continuous integration need, from Python 3 with venv, make and the
# package registries alone. `make demo` first; `make test` next.

PORT ?= 8000
UV := $(or $(shell command -v uv),.uv/bin/uv)
RUN := .venv/bin/
SYNCED := .venv/.synced

.PHONY: demo run check fix test journeys bench docs system browser assets
.DEFAULT_GOAL := demo

demo: $(SYNCED) system assets
	$(RUN)headwater demo --port $(PORT)

run: $(SYNCED) system assets
	$(RUN)headwater migrate
	$(RUN)headwater load-library
	$(RUN)headwater serve --port $(PORT)

check: $(SYNCED) system assets
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy headwater tests bench docs
	$(RUN)lint-imports
	$(RUN)pytest -q tests/architecture tests/templates
	$(RUN)python -m docs.generate --check
	$(RUN)python -m docs.translations --check

fix: $(SYNCED)
	$(RUN)ruff check --fix .
	$(RUN)ruff format .

test: $(SYNCED) system browser assets
	$(RUN)pytest -n 2

journeys: $(SYNCED) system browser assets
	HEADWATER_SCREENSHOTS=docs/screenshots $(RUN)pytest -m journey tests/journeys

bench: $(SYNCED) system assets
	$(RUN)python -m bench

docs: $(SYNCED) system
	$(RUN)python -m docs.generate
	$(RUN)python -m docs.translations

# The Python packages, exactly as locked. uv finds or fetches the Python of .python-version.
$(SYNCED): pyproject.toml uv.lock .python-version $(filter .uv/bin/uv,$(UV))
	$(UV) sync --frozen
	@touch $@

.uv/bin/uv:
	python3 -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv

# What PDF documents need of the system, and a browser for journeys; installed by root, named to
# everybody else.
system:
	@ops/system-packages documents

browser:
	@ops/system-packages browser

# Stylesheets, scripts and typeface, fetched by the hashes of assets/package-lock.json.
assets: $(SYNCED)
	@$(RUN)python -m headwater.govuk.assets --tests
