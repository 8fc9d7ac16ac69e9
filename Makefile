# make demo   build, and compare a simulated Metis and Sophia
# make test   build, and run all tests

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
PACKAGES = libcurl4-openssl-dev libssl-dev libjansson-dev pkg-config
RELEASE = -c release --product alcf --static-swift-stdlib
ALCF = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)/alcf

.PHONY: setup demo build test check format bench coverage install man completions clean

## Installs the C libraries where that is possible, and says how where it is not.
setup:
	@if pkg-config --exists libcurl libcrypto jansson 2>/dev/null; then exit 0; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PACKAGES) >/dev/null; \
	else \
		echo "Missing C libraries. Install them, then run make again:"; \
		echo "  sudo apt-get update && sudo apt-get install -y $(PACKAGES)"; \
		exit 1; \
	fi

## A comparison on simulated endpoints, ten times faster than the real ones; under a minute once built.
demo: build
	$(ALCF) benchmark --simulate --speed 10 --samples 24 --output demo-results --overwrite

build: setup
	$(SWIFT) build $(RELEASE)

test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

## Formatting, warnings as errors, and what the program is linked to.
check: setup
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	sh scripts/check-house.sh

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

## How long a cached token takes, beside `curl --version` on the same machine.
bench: build
	sh scripts/bench.sh $(ALCF)

## How often the 95 % intervals hold the truth of simulated experiments, and how often equals are called unequal.
coverage: build
	$(ALCF) benchmark coverage

completions: build
	@mkdir -p .build/completions
	@for shell in bash zsh fish; do \
		$(ALCF) --generate-completion-script $$shell > .build/completions/alcf.$$shell; done

man: setup
	$(SWIFT) package generate-manual --multi-page >/dev/null

install: build completions man
	install -Dm755 -s $(ALCF) $(DESTDIR)$(PREFIX)/bin/alcf
	install -Dm644 .build/completions/alcf.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/alcf
	install -Dm644 .build/completions/alcf.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_alcf
	install -Dm644 .build/completions/alcf.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/alcf.fish
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m644 .build/plugins/GenerateManual/outputs/alcf/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/

clean:
	$(SWIFT) package clean
	rm -rf demo-results.*
