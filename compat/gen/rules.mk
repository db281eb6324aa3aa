# The protocol generator vcegen. Rules that make stubs call $(VCEGEN) and depend on $(VCEGEN_SOURCES).

VCEGEN = $(PYTHON) -B compat/gen/main.py
VCEGEN_SOURCES := $(wildcard compat/gen/*.py compat/gen/vcegen/*.py compat/gen/vcegen/emit/*.py)
GENDIR = $(PREFIX)/share/vce/gen

PLAIN_TESTS += \
  gen/vectors='$(PYTHON) -B tests/gen/test_vectors.py' \
  gen/grammar='$(PYTHON) -B tests/gen/test_grammar.py' \
  gen/errors='$(PYTHON) -B tests/gen/test_errors.py' \
  gen/names='$(PYTHON) -B tests/gen/test_names.py' \
  gen/bounds='$(PYTHON) -B tests/gen/test_bounds.py' \
  gen/command='$(PYTHON) -B tests/gen/test_command.py' \
  gen/installed='sh tests/gen/installed.sh' \
  gen/fuzz='$(PYTHON) -B tests/gen/fuzz_definitions.py --runs 1000 --compile 100' \
  gen/fuzz-short='$(PYTHON) -B tests/gen/fuzz_definitions.py --short --runs 10000'

.PHONY: install-gen uninstall-gen
install-gen:
	$(Q)$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(GENDIR)/vcegen/emit
	$(Q)$(INSTALL) -m 755 compat/gen/main.py $(DESTDIR)$(GENDIR)/main.py
	$(Q)$(INSTALL) -m 644 compat/gen/gen.rb $(DESTDIR)$(GENDIR)/gen.rb
	$(Q)$(INSTALL) -m 644 compat/gen/vcegen/*.py $(DESTDIR)$(GENDIR)/vcegen
	$(Q)$(INSTALL) -m 644 compat/gen/vcegen/emit/*.py $(DESTDIR)$(GENDIR)/vcegen/emit
	$(Q)printf '%s\n' '#!/bin/sh' 'exec python3 "$(GENDIR)/main.py" "$$@"' > $(DESTDIR)$(BINDIR)/vcegen
	$(Q)chmod 755 $(DESTDIR)$(BINDIR)/vcegen

# Python adds what it has compiled.
uninstall-gen:
	$(Q)rm -f $(DESTDIR)$(BINDIR)/vcegen $(DESTDIR)$(GENDIR)/main.py $(DESTDIR)$(GENDIR)/gen.rb
	$(Q)rm -rf $(DESTDIR)$(GENDIR)/vcegen
	$(Q)-rmdir $(DESTDIR)$(GENDIR) 2>/dev/null; true

INSTALL_EXTRAS += install-gen
UNINSTALL_EXTRAS += uninstall-gen
