# HTML and the manual pages of section 3, made of vce.h; all pages are installed.

DOCS := $(BUILD)/docs/done

.PHONY: docs deps-docs
deps-docs:
	@sh tests/check/deps.sh docs
docs: deps-docs
	@+$(MAKE) --no-print-directory $(DOCS)
$(DOCS): vce.h Doxyfile man/make_man3.py
	$(say) DOXYGEN vce.h
	@mkdir -p $(@D)
	$(Q)DOCS=$(BUILD)/docs VERSION=$(VERSION) doxygen Doxyfile
	$(say) MAN $(BUILD)/docs/man3
	$(Q)$(PYTHON) man/make_man3.py $(BUILD)/docs/xml $(BUILD)/docs/man3
	$(Q)touch $@

.PHONY: install-man uninstall-man
INSTALLS += install-man
UNINSTALLS += uninstall-man
SECTION1 = $(wildcard man/*.1)
SECTION7 = $(wildcard man/*.7)
install-man: $(DOCS)
	$(Q)$(INSTALL) -d $(call to,$(MANDIR)/man1) $(call to,$(MANDIR)/man3) $(call to,$(MANDIR)/man7)
	$(Q)$(INSTALL) -m 644 $(SECTION1) $(call to,$(MANDIR)/man1)
	$(Q)$(INSTALL) -m 644 $(BUILD)/docs/man3/*.3 $(call to,$(MANDIR)/man3)
	$(Q)$(INSTALL) -m 644 $(SECTION7) $(call to,$(MANDIR)/man7)

# Also where the pages were not made in this folder.
uninstall-man:
	$(Q)for page in $$(sed -n 's/^    \([A-Za-z_0-9]*\);$$/\1/p' $(vce_MAP); \
	    sed -n 's/^#define \([GS]ET_[0-9A-Z_]*\|ARRAY_SCAN[A-Z_]*\)(.*/\1/p' vce.h); do \
	  rm -f $(call to,$(MANDIR)/man3)/$$page.3; done
	$(Q)rm -f $(foreach page,$(notdir $(SECTION1)),$(call to,$(MANDIR)/man1/$(page)))
	$(Q)rm -f $(foreach page,$(notdir $(SECTION7)),$(call to,$(MANDIR)/man7/$(page)))
