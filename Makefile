# One command each; `make help` lists them. Everything runs in .venv, made by `make setup`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PRESENTATION ?= 2013B

# Where it is set, every run compiles a thousand files again, in every process.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup check lint types test test-fast demo generate bench noise oulad language clean quality

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv with everything pinned

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(f"stream-health needs Python 3.11 or later, {sys.executable} is {v[0]}.{v[1]}; try: make setup PYTHON=python3.11" if v < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

check: lint types ## lint and types

lint: setup ## ruff, format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup ## mypy, strict
	$(BIN)/mypy

test: setup ## everything, with a real Kafka
	tools/system-packages
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 3 --dist loadgroup

test-fast: setup ## the quick ones, each law on few examples: under 20 s
	$(BIN)/pytest -n 2 --dist worksteal -m 'not kafka and not slow' --hypothesis-profile=fast

demo: setup ## a whole book, live, on one machine: broker, two workers, alerts
	$(BIN)/stream-health demo $(ARGS)

generate: setup ## topics/, diagrams and tables from the code
	$(BIN)/python -m tools.generate

bench: setup ## the full job on a real Kafka: events per second, CPU per event, latency
	$(BIN)/python -m benchmarks.job $(ARGS)

noise: setup ## false alerts and delays of alerting on scores whose truth is known
	$(BIN)/python -m benchmarks.noise $(ARGS)

oulad: setup ## real input through Kafka and replay: make oulad DATA=DIR [PRESENTATION=2013B]
	@mkdir -p var/oulad
	$(BIN)/python -m benchmarks.oulad convert --data "$(DATA)" --out var/oulad/one.jsonl --presentation $(PRESENTATION)
	$(BIN)/python -m benchmarks.oulad push --events var/oulad/one.jsonl
	$(BIN)/python -m benchmarks.oulad convert --data "$(DATA)" --out var/oulad/all.jsonl
	$(BIN)/stream-health replay var/oulad/all.jsonl --out var/oulad/out --config benchmarks/oulad/policy.toml --score-every 7d
	$(BIN)/python -m benchmarks.oulad marks --scores var/oulad/out/scores.parquet --snapshots "$(DATA)/snapshots.parquet"

quality: setup ## how good the scores are, beside what they must beat: make quality [DATA=DIR]
	$(BIN)/python -m benchmarks.quality --data "$(DATA)" --out var/quality

language: setup ## how well messages are read, per kind: make language [DATA=DIR]
	$(BIN)/python -m benchmarks.language --data "$(DATA)"

clean: ## remove what the commands above made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
