# `make run` is the way from a fresh clone to a result. Needs Swift 6.2 or later; installs missing Debian packages with apt.

SOURCES := Sources Tests Package.swift

.PHONY: help run build man test sanitize fuzz lint format packages benchmark-measured

help:
	@echo 'make run     build and simulate the built-in pair of bulks, magnetised in 7 T'
	@echo 'make build   build the program: .build/release/fem-bulk'
	@echo 'make man     write the manual page: .build/man/fem-bulk.1'
	@echo 'make test    run all tests, numerical verification included'
	@echo 'make sanitize  run the tests with checked memory, and with checked threads'
	@echo 'make fuzz    feed made-up input to all readers'
	@echo 'make lint    check the format of the sources'
	@echo 'make format  correct the format of the sources'
	@echo 'make benchmark-measured  compare with the measured magnet'

run: build
	.build/release/fem-bulk simulate --fcm 7T

build: packages
	swift build -c release --product fem-bulk
	@git describe --always --dirty --abbrev=40 >.build/release/fem-bulk.commit 2>/dev/null || true

# The plugin of swift-argument-parser leaves blank lines, paragraphs before list items and several sentences in a line, which
# mandoc warns of.
man: packages
	swift package plugin generate-manual --configuration release
	@mkdir -p .build/man
	@sed -E -e 's/^$$/.Pp/' -e 's/([[:alnum:])"]\.) ([[:upper:]])/\1\n\2/g' .build/plugins/GenerateManual/outputs/fem-bulk/fem-bulk.1 \
	  | sed -e '/^\.Pp$$/{N;/\n\.\(It\|El\)/s/^\.Pp\n//}' >.build/man/fem-bulk.1
	@if command -v mandoc >/dev/null; then mandoc -T lint -W warning .build/man/fem-bulk.1; fi
	@echo .build/man/fem-bulk.1

# One build for all tests, optimised: unoptimised numerics take ten times as long as the build. It has a folder of its own,
# because its flags differ from those of `make build` and each of the two would throw the other's objects away.
test: packages
	swift test -c release -Xswiftc -enable-testing --scratch-path .build/testing

# The readers and whatever uses memory or threads by itself; the numerics in between are plain Swift, and slow here.
SANITIZED := LinearAlgebra|Meshing|Superconductors|EdgeElements|TimeStepping|Reporting|RunReports|Fitting|CommandLine
# What is still there when a process ends is no leak: Swift keeps its metadata, and commands exit from within.
sanitize: packages
	ASAN_OPTIONS=detect_leaks=0 swift test -c release -Xswiftc -enable-testing --sanitize=address --scratch-path .build/address --filter '$(SANITIZED)'
	TSAN_OPTIONS=suppressions=$(CURDIR)/.ci/thread-sanitizer.txt \
	  swift test -c release -Xswiftc -enable-testing --sanitize=thread --scratch-path .build/thread --filter '$(SANITIZED)'

fuzz: packages
	Tests/Fuzzing/run

lint:
	swift format lint --strict --recursive $(SOURCES)

format:
	swift format --in-place --recursive $(SOURCES)

# One core: everything is compared, nothing timed but the loop.
benchmark-measured:
	Benchmarks/measured/run

packages:
	@.ci/install-packages
