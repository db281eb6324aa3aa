# The protocol generator vcegen. Rules that make stubs call $(VCEGEN) and depend on $(VCEGEN_SOURCES).

VCEGEN = $(PYTHON) -B compat/gen/main.py
VCEGEN_SOURCES := $(wildcard compat/gen/*.py compat/gen/vcegen/*.py compat/gen/vcegen/emit/*.py)
GENDIR = $(PREFIX)/share/vce/gen

PLAIN_TESTS += \
  gen/vectors='$(PYTHON) -B tests/gen/test_vectors.py' \
  gen/grammar='$(PYTHON) -B tests/gen/test_grammar.py' \
  gen/errors='$(PYTHON) -B tests/gen/test_errors.py' \
  gen/names='$(PYTHON) -B tests/gen/test_names.py' \
  gen/foreign-names='$(PYTHON) -B tests/gen/test_foreign_names.py' \
  gen/bounds='$(PYTHON) -B tests/gen/test_bounds.py' \
  gen/command='$(PYTHON) -B tests/gen/test_command.py' \
  gen/installed='sh tests/gen/installed.sh' \
  gen/fuzz='$(PYTHON) -B tests/gen/fuzz_definitions.py --runs 1000 --compile 100' \
  gen/fuzz-short='$(PYTHON) -B tests/gen/fuzz_definitions.py --short --runs 10000'

.PHONY: install-gen uninstall-gen
install-gen:
	$(Q)$(INSTALL) -d $(call to,$(BINDIR)) $(call to,$(GENDIR)/vcegen/emit)
	$(Q)$(INSTALL) -m 755 compat/gen/main.py $(call to,$(GENDIR)/main.py)
	$(Q)$(INSTALL) -m 644 compat/gen/gen.rb $(call to,$(GENDIR)/gen.rb)
	$(Q)$(INSTALL) -m 644 compat/gen/vcegen/*.py $(call to,$(GENDIR)/vcegen)
	$(Q)$(INSTALL) -m 644 compat/gen/vcegen/emit/*.py $(call to,$(GENDIR)/vcegen/emit)
	$(Q)printf '%s\n' '#!/bin/sh' $(call quote,exec python3 $(call quote,$(GENDIR)/main.py) "$$@") \
	  > $(call to,$(BINDIR)/vcegen)
	$(Q)chmod 755 $(call to,$(BINDIR)/vcegen)

# Python adds what it has compiled.
GEN_MODULES = $(patsubst compat/gen/%.py,%,$(wildcard compat/gen/vcegen/*.py compat/gen/vcegen/emit/*.py))
OWN_FOLDERS += $(foreach f,/vcegen/emit/__pycache__ /vcegen/emit /vcegen/__pycache__ /vcegen,\
  $(call to,$(GENDIR)$f)) $(call to,$(GENDIR))

uninstall-gen:
	$(Q)rm -f $(call to,$(BINDIR)/vcegen) $(call to,$(GENDIR)/main.py) $(call to,$(GENDIR)/gen.rb)
	$(Q)rm -f $(foreach m,$(GEN_MODULES),$(call to,$(GENDIR)/$m.py) \
	  $(call to,$(GENDIR)/$(dir $m)__pycache__/$(notdir $m)).*.pyc)

INSTALLS += install-gen
UNINSTALLS += uninstall-gen
