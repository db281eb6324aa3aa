# `make check`, `make coverage`, `make lint`, and `make version`.

# What the checks look at is built first, in parallel; they speak one after the other.
.PHONY: check
check: deps
	@+$(SUBMAKE) all docs $(CHECK_NEEDS)
	@+$(MAKE) --no-print-directory -j1 $(CHECKS)

.PHONY: check-layers check-circles check-header check-abi check-pages check-words check-flags
.PHONY: check-texts
CHECKS += check-layers check-circles check-header check-abi check-pages check-words check-flags
CHECKS += check-texts
CHECK_NEEDS += $(BUILD)/vce.exports

check-layers:
	@echo "layers, symbols and archive:"
	$(Q)$(PYTHON) tests/check/layers.py $(BUILD)/obj/lib $(BUILD)/vce.exports $(BUILD)/libvce.a $(BUILD)/libvce.so
	@echo "calls that not every system has:"
	$(Q)$(PYTHON) -B tests/check/portability.py

check-circles:
	@echo "circles of calls between files:"
	$(Q)$(PYTHON) -B tests/check/circles.py --test $(CC) --nm $(NM)
	$(Q)$(PYTHON) -B tests/check/circles.py $(BUILD)/obj/lib --nm $(NM)

check-header:
	@echo "header in every language mode:"
	$(Q)sh tests/check/header.sh vce.h gcc clang musl-gcc

check-abi:
	@echo "ABI of 2015:"
	$(Q)$(PYTHON) tests/check/check.py tests/check/2015.json vce.h $(BUILD)/libvce.so --strict \
	  --std gnu89 --std gnu11 --std c11 --std c++17

check-pages:
	@echo "manual pages:"
	$(Q)$(PYTHON) tests/check/docs.py $(BUILD)/libvce.so $(BUILD)/docs/man3 --header vce.h \
	  --pages $(sort $(wildcard man/*.[17]))

check-words:
	@echo "hi-water in the same words everywhere:"
	$(Q)$(PYTHON) tests/check/words.py
	@echo "promises of vce(7):"
	$(Q)$(PYTHON) tests/check/promises.py man/vce.7 $(wildcard tests/*/*.c)

check-flags:
	@echo "builds with flags of users:"
	$(Q)MAKE="$(MAKE)" bash tests/check/packages.sh .
	$(Q)MAKE="$(MAKE)" bash tests/check/flags.sh .

check-texts:
	@echo "citations:"
	$(Q)$(PYTHON) -B tests/check/citations.py .
	@echo "version:"
	$(Q)$(PYTHON) -B tests/check/version.py
	@echo "statements:"
	$(Q)$(PYTHON) -B tests/check/statements.py .
	@echo "names in the design text:"
	$(Q)$(PYTHON) -B tests/check/design.py .
	@echo "lines that no test reaches, in their places:"
	$(Q)$(PYTHON) -B tests/check/unreached.py tests/check/unreached.txt

# After the version was changed in vce.h.
.PHONY: version
version:
	$(Q)$(PYTHON) -B tests/check/version.py --write

# ---- Coverage --------------------------------------------------------------------------------

# Which lines and branches of lib/ are reached by the programs of `make test`, the model and a sample
# of the torture: a table, and HTML below build/coverage. It fails if they are too few, or if
# tests/check/unreached.txt does not explain exactly the lines that are not. The linker is told to
# take the function by which child processes write what they have counted (tests/support/leave.h): a
# weak reference alone takes nothing from an archive. Counting is atomic: some tests have threads.
COVERAGE_BUILD := BUILD=build/coverage HARDENING= \
  OPTIMIZE='-O0 -g --coverage -fprofile-update=atomic' \
  LDFLAGS=-Wl,-u,__gcov_dump

.PHONY: coverage deps-coverage
deps-coverage:
	@sh tests/check/deps.sh coverage
coverage: deps-coverage
	$(Q)mkdir -p build/coverage && find build/coverage -name '*.gcda' -delete
	@+$(MAKE) --no-print-directory $(COVERAGE_BUILD) SCRIPT_TESTS='$$(MODEL_TEST)' \
	  TEST_EXTRAS=build/coverage/tests/model/model test
	@+$(MAKE) --no-print-directory $(COVERAGE_BUILD) torture-coverage
	$(Q)sh tests/check/coverage.sh build/coverage

# ---- Static analysis -------------------------------------------------------------------------

# clang-tidy, cppcheck, and gcc's -fanalyzer of what is written in C.
.PHONY: lint deps-lint
deps-lint:
	@sh tests/check/deps.sh lint
lint: deps-lint
	$(Q)sh tests/check/lint.sh
