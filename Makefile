# Needs python3 (3.11 or newer) and make, nothing else.

PYTHON ?= python3
DEV = .venv/bin
STACK = .local/venv/bin
PACKAGE = layers/leadfold/leadfold

# What is built for AWS. Parameters and wheels must agree, so both are given from here.
ARCH ?= arm64
PY_VERSION ?= 3.13
PARAMETERS = --parameter-overrides PyRuntime=python$(PY_VERSION) Architecture=$(ARCH)

.PHONY: help install up down clean demo screenshot test lint bench soak openapi lock build deploy

help:
	@echo "make install  the virtual environments, .venv and .local/venv"
	@echo "make up       the whole service on this machine; again, to bring a change live"
	@echo "make down     stop it, keeping its state        make clean   forget it"
	@echo "make demo     up, and send the sample events"
	@echo "make screenshot  docs/report.png, the report page of an invented season"
	@echo "make test     the whole suite                   make lint    the checkers"
	@echo "make bench    measure                           make lock    pin dependencies anew"
	@echo "make build    build for AWS (ARCH=, PY_VERSION=) make deploy  and deploy it"

install:
	@$(PYTHON) local/install.py

up: install
	@$(STACK)/python -m local.stack up

down:
	@if [ -x $(STACK)/python ]; then $(STACK)/python -m local.stack down; fi

clean:
	@if [ -x $(STACK)/python ]; then $(STACK)/python -m local.stack clean; fi

demo: up
	@$(DEV)/python -m local.demo

screenshot: install
	@sh tests/prerequisites.sh
	@$(DEV)/python -m tests.browser.picture

test: install
	@sh tests/prerequisites.sh
	$(DEV)/pytest -n auto --maxprocesses 4 --ignore tests/stack
	$(DEV)/pytest tests/stack

lint: install
	$(DEV)/ruff check
	$(DEV)/ruff format --check
	$(DEV)/mypy
	$(STACK)/cfn-lint template.yaml
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(STACK)/sam validate --lint

bench: install
	$(DEV)/python -m tests.bench

soak: install
	@sh tests/prerequisites.sh
	$(DEV)/pytest -n auto --maxprocesses 4 --ignore tests/stack --soak
	$(DEV)/pytest tests/stack --soak

openapi: install
	$(DEV)/python -m leadfold.web.openapi $(PACKAGE)/web/openapi.json
	$(DEV)/python -m local.client $(PACKAGE)/web/openapi.json $(PACKAGE)/client/generated.py
	$(DEV)/ruff format --quiet $(PACKAGE)/client/generated.py

lock: install
	@$(DEV)/python local/lock.py

build: install
	ARCH=$(ARCH) PY_VERSION=$(PY_VERSION) PYTHON=$(abspath $(STACK)/python) SAM_CLI_TELEMETRY=0 \
		$(STACK)/sam build $(PARAMETERS)

deploy: build
	SAM_CLI_TELEMETRY=0 $(STACK)/sam deploy --guided $(PARAMETERS)
