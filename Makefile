# make demo        build, and compare a simulated Metis and Sophia
# make demo-study  build, and run a whole study of them in quick motion
# make test        build, and run all tests

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
PACKAGES = libcurl4-openssl-dev libssl-dev libjansson-dev pkg-config
# Nothing loads the program as a library: without the names of its functions it starts sooner.
RELEASE = -c release --product alcf --static-swift-stdlib -Xlinker --no-export-dynamic
ALCF = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)/alcf

.PHONY: setup demo demo-study readme pictures docs-test method build test test-page test-clients test-python cluster-test campaign test-campaign check format bench bench-linear bench-serve bench-report soak soak-serve micro callgrind fuzz fuzz-replay sanitize reference coverage coverage-e2e docs check-docs install man portable dist dist-test wheel wheel-test deb deb-test clean

## Installs the C libraries if it has permission; otherwise prints the command to run.
setup:
	@if pkg-config --exists libcurl libcrypto jansson 2>/dev/null; then exit 0; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PACKAGES) >/dev/null; \
	else \
		echo "Missing C libraries. Install them, then run make again:"; \
		echo "  sudo apt-get update && sudo apt-get install -y $(PACKAGES)"; \
		exit 1; \
	fi

## A comparison on simulated endpoints, five times faster than the real ones; under a minute once built.
demo: build
	$(ALCF) benchmark --simulate --speed 5 --samples 24 --output demo-results --overwrite

## A whole study in quick motion: twelve sessions on simulated endpoints whose speed depends on the day and the hour, the report over
## them, and its verification; under two minutes once built.
demo-study: build
	rm -rf demo-study
	$(ALCF) benchmark study init demo-study --simulate --speed 20 --sessions 12 --every 30h --samples 12 \
		--from 2026-12-01T06:00Z --day-factor sophia=0.1 --hour-factor 0.15
	$(ALCF) benchmark study run demo-study --all
	$(ALCF) benchmark study report demo-study
	$(ALCF) benchmark study verify demo-study

## The demo's report: its pictures in the README, and all of it in docs/report-example.md.
readme pictures: demo
	sh scripts/readme-report.sh $(ALCF)

## Every command that README.md and docs show, against the simulated service; and docs/json.md against what is printed and written.
docs-test: setup
	$(SWIFT) build --product alcf
	python3 scripts/docs-test.py $$($(SWIFT) build --show-bin-path)/alcf

## The tables of figures in docs/method.md, written anew from the figures themselves; a test holds them against these.
method: setup
	$(SWIFT) build --build-tests
	ALCF_WRITE_DOCS=1 $(SWIFT) test --skip-build --disable-xctest --filter MethodTableTests

build: setup
	$(SWIFT) build $(RELEASE)

# Suites that watch the clock run by themselves, so that other tests do not slow down what they time. `swift test` selects by name only,
# not by tag: the names are read from the tags in the sources.
TIMED = $(shell sh scripts/timed-suites.sh)

# Simulated experiments keep all cores busy for minutes: others would wait for them.
SIMULATING = BenchTests\.

# Statistics are optimised in this debug build (see Package.swift): the tests of them take a fifth of the time. What is built after it says
# the same, or it would be built anew.
test test-page test-clients test-python cluster-test test-campaign docs-test check-docs method fuzz-replay: export ALCF_FAST_TESTS = 1

test: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --skip '$(SIMULATING)|$(TIMED)'
	$(SWIFT) test --skip-build --disable-xctest --filter '$(SIMULATING)' --skip '$(TIMED)'
	$(SWIFT) test --skip-build --disable-xctest --no-parallel --filter '$(TIMED)'

## The page of `alcf serve` in Chromium, by itself and with the program; skipped with a message where there is no Chromium.
test-page: setup
	$(SWIFT) build --product alcf
	sh scripts/test-page.sh $$($(SWIFT) build --show-bin-path)/alcf

## The packages that people use, from PyPI, against `alcf serve`; skipped where PyPI is not reached. WITH_AIDER=no leaves Aider out.
WITH_AIDER ?= yes
test-clients: setup
	$(SWIFT) build --product alcf
	WITH_AIDER=$(WITH_AIDER) sh scripts/test-clients.sh $$($(SWIFT) build --show-bin-path)/alcf

## The Python module with the packages that it works with, from PyPI; skipped where PyPI is not reached.
test-python: setup
	$(SWIFT) build --product alcf
	sh scripts/test-python.sh $$($(SWIFT) build --show-bin-path)/alcf

## Benchmarks by several processes under mpiexec, mpirun and srun; what is missing is skipped with a message. A few minutes, on a machine
## that does nothing else; CLUSTER_TESTS names some.
CLUSTER_TESTS ?=
cluster-test: setup
	$(SWIFT) build --product alcf
	sh scripts/cluster-test.sh $$($(SWIFT) build --show-bin-path)/alcf $(CLUSTER_TESTS)

## Kills the program N times at random instants, in refresh, sign-in, logout, records and reports, and looks at what is left. With the
## release build; minutes.
N ?= 10000
campaign: build
	python3 Tests/Campaigns/campaign.py $(ALCF) --kills $(N) --patient

## The same in short, with the debug build.
test-campaign: setup
	$(SWIFT) build --product alcf
	python3 Tests/Campaigns/campaign.py $$($(SWIFT) build --show-bin-path)/alcf --kills 100

FUZZ = Fuzz/Targets Fuzz/Runner Fuzz/Tests Fuzz/Package.swift

## Formatting, warnings as errors, and what the program is linked to.
check: setup
	$(SWIFT) format lint --strict --recursive Sources Tests Snippets $(FUZZ) Package.swift
	sh scripts/check-house.sh
	sh scripts/dist/test-install.sh
	SWIFT=$(SWIFT) sh scripts/dist/test-strings.sh

format:
	$(SWIFT) format --in-place --recursive Sources Tests Snippets $(FUZZ) Package.swift

# The programs in C that ours is measured beside; a folder with `mockllm` and `limit_curl` will do too.
BENCH_REFERENCE ?= .build/reference
ROUNDS ?= 3

reference: setup
	@mkdir -p .build/reference
	$(CC) -O2 -std=gnu11 -Wall -Wextra -o .build/reference/nullserver Benchmarks/Reference/nullserver.c
	$(CC) -O2 -std=gnu11 -Wall -Wextra -o .build/reference/refclient Benchmarks/Reference/refclient.c -lcurl

## CPU time and memory beside libcurl's, and a cached token beside `curl --version`; writes docs/performance.md. Minutes.
bench: build reference
	python3 Benchmarks/compare.py $(ALCF) --reference $(BENCH_REFERENCE) --rounds $(ROUNDS) --document docs/performance.md
	sh scripts/bench.sh $(ALCF) docs/performance.md

## Cost over events, from 10,000 to 10,000,000.
bench-linear: build reference
	python3 Benchmarks/compare.py $(ALCF) --reference $(BENCH_REFERENCE) --rounds $(ROUNDS) --linear --document docs/performance.md

## Reports on records of 40,000 and 1,000,000 requests; writes docs/performance.md. Needs 4 GB on the disk.
bench-report: build
	python3 Benchmarks/report.py $(ALCF) --rounds $(ROUNDS) --document docs/performance.md

## 1,000 events a second for an hour, or for SECONDS: memory must stay flat.
SECONDS ?= 3600
soak: build reference
	python3 Benchmarks/soak.py $(ALCF) --seconds $(SECONDS)

## Requests through `alcf serve` for an hour, or for SECONDS, in which the token ends six times: none may fail.
soak-serve: build
	python3 Benchmarks/serve_soak.py $(ALCF) --seconds $(SECONDS)

## What `alcf serve` adds between a client and a server with an exact schedule, beside the direct way; and HAProxy where it is installed.
bench-serve: build reference
	python3 Benchmarks/serve.py $(ALCF) --reference $(BENCH_REFERENCE) --rounds $(ROUNDS) --document docs/performance.md \
		$$(command -v haproxy >/dev/null && echo --haproxy "$$(command -v haproxy)")

## Single parts: scan, JSON, token store.
micro: setup
	$(SWIFT) run -c release --package-path Benchmarks/Micro --static-swift-stdlib -Xswiftc -enable-testing micro

## Instructions for each event and request, by callgrind, against Benchmarks/instructions.txt: regressions that noise would hide.
callgrind: build reference
	sh scripts/callgrind.sh $(ALCF)

## Every target of Fuzz for SECONDS (20), by libFuzzer where it links, else by our own runner; TARGETS names some.
TARGETS ?=
fuzz: setup
	sh scripts/fuzz.sh $(if $(filter file,$(origin SECONDS)),20,$(SECONDS)) $(TARGETS)

## The seeds of every target, and some hundred inputs made of them, in the debug build: `make test` does it too.
fuzz-replay: setup
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --filter 'FuzzTests\.'

## The tests that watch no clock under a sanitizer each, in builds of their own; KINDS and FILTER choose. A quarter of an hour of processor
## time for each build.
KINDS ?= address thread
FILTER ?= .
sanitize: setup
	for kind in $(KINDS); do sh scripts/sanitize.sh $$kind '$(SIMULATING)|$(TIMED)' '$(FILTER)' || exit 1; done

## The libraries' documentation as web pages, in .build/docs.
docs: setup
	ALCF_DOCS=1 $(SWIFT) package --scratch-path .build/docs-build --allow-writing-to-directory .build/docs \
		generate-documentation --target ALCFAuth --target ALCFClient --target ALCFLoad \
		--target ALCFReport --target ALCFRecord --target ALCFStatistics --enable-experimental-combined-documentation \
		--disable-indexing --transform-for-static-hosting --output-path .build/docs

## Links of the libraries' documentation, and the snippets in it.
check-docs: setup
	$(SWIFT) build
	SWIFT=$(SWIFT) sh scripts/check-docs.sh

## Counts how often the 95 % intervals contain the truth of simulated experiments, and how often equal targets are called unequal.
coverage: build
	$(ALCF) benchmark coverage

## The same for the whole program: RUNS against equal simulated services with memory, for each scenario and size. Over an hour.
RUNS ?= 40
PROMPTS ?= 30,128,500
coverage-e2e: build
	$(ALCF) benchmark coverage-e2e --runs $(RUNS) --prompts $(PROMPTS)

# The plugin writes the manual pages here, whatever it is told.
MANUAL = .build/plugins/GenerateManual/outputs/alcf

man: setup
	$(SWIFT) package generate-manual --multi-page >/dev/null

install: build man
	sh scripts/dist/lay-out.sh $(ALCF) $(MANUAL) $(DESTDIR)$(PREFIX)

## The program that runs on other machines, in .build-portable: it holds its libraries and needs glibc 2.31 or newer alone. Debian 12.
portable:
	SWIFT=$(SWIFT) sh scripts/dist/portable.sh .build-portable

## The archive that people install from, and its SHA-256, in dist.
dist: portable
	sh scripts/dist/dist.sh .build-portable dist

## Installs and uses the archive in fresh Debian 11, 12 and 13; needs root and debootstrap.
dist-test: dist
	sh scripts/dist/test.sh .build-portable dist

## The portable program and the Python module as a wheel, in dist; and its trial by PyPI's rules, by pip, uv and uvx.
wheel: portable
	rm -f dist/alcf-*.whl
	python3 scripts/dist/wheel.py .build-portable/alcf .build-portable/manual .build-portable/licences dist
	sh scripts/dist/sums.sh dist

wheel-test: wheel
	sh scripts/dist/check-wheel.sh dist/alcf-*-manylinux_2_31_x86_64.whl
	sh scripts/dist/test-wheels.sh .build-portable/chroots dist/alcf-*-manylinux_2_31_x86_64.whl

## A package for Debian 12, in dist, with its libraries from Debian; and its trial in a fresh Debian 12, which needs root.
deb: build man
	rm -f dist/alcf_*.deb
	sh scripts/dist/deb.sh $(ALCF) $(MANUAL) dist
	sh scripts/dist/sums.sh dist

deb-test: deb
	sh scripts/dist/test-deb.sh .build-portable/chroots dist/alcf_*.deb bookworm
	sh scripts/dist/test-deb.sh .build-portable/chroots dist/alcf_*.deb trixie

clean:
	$(SWIFT) package clean
	rm -rf demo-results.* demo-study dist .build-portable/alcf
