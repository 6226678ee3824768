# `make` prints what there is. Two are enough to begin: make run, make test.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
MULAKAT_DATA ?= $(CURDIR)/var
export PORT MULAKAT_DATA
BIN := .venv/bin
MULAKAT := $(BIN)/mulakat

.DEFAULT_GOAL := help
.PHONY: help run reset setup test check messages night bench screenshots voices decoder

help: ## Print this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{printf "  %-18s%s\n", $$1, $$2}'

run: ## Start everything with demo data (PORT, MULAKAT_DATA; LAN=1 for a real phone)
	@$(PYTHON) -m mulakat.cli.install run.txt
	@exec $(MULAKAT) run $(if $(LAN),--lan)

reset: ## Drop the demo's data; the next start begins anew
	@rm -f "$(MULAKAT_DATA)"/mulakat.sqlite3* "$(MULAKAT_DATA)"/*_key "$(MULAKAT_DATA)"/lan.* && echo "Dropped the data in $(MULAKAT_DATA)"

setup: ## Install what tests and checks need, too
	@$(PYTHON) -m mulakat.cli.install dev.txt

test: setup ## Run all tests, in real browsers too, on SQLite and PostgreSQL
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/test

check: ## Run all that CI runs: style, types, contracts, languages, tests
	@.ci/run

messages: setup ## Collect the strings to translate; say what is missing
	@$(MULAKAT) messages

night: setup ## Run soaks, poor networks, fault storms and benches (an hour; SHORT=1: minutes)
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/night

bench: setup ## Measure booking journeys a second on PostgreSQL
	@$(BIN)/python -m bench

screenshots: setup ## Write every page at two widths in three languages to var/screenshots/
	@$(BIN)/python -m tests.screenshots

decoder: setup ## Fetch and check the QR decoder for gates whose browser has none
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/decoder

voices: setup ## Speak and record what the terminal and the CAPTCHA say (espeak-ng)
	@$(MULAKAT) compile
	@$(BIN)/python -m mulakat.portals.visitor.book.recording
	@DJANGO_SETTINGS_MODULE=mulakat.settings $(BIN)/python -m mulakat.portals.kiosk.recording
