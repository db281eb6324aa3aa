# The filter for fail2ban is installed beside the samples.
.PHONY: install-fail2ban uninstall-fail2ban
INSTALLS += install-fail2ban
UNINSTALLS += uninstall-fail2ban
OWN_FOLDERS += $(call to,$(SAMPLEDIR)/fail2ban)
install-fail2ban:
	$(Q)$(INSTALL) -d $(call to,$(SAMPLEDIR)/fail2ban)
	$(Q)$(INSTALL) -m 644 samples/fail2ban/vce.conf $(call to,$(SAMPLEDIR)/fail2ban/vce.conf)
uninstall-fail2ban:
	$(Q)rm -f $(call to,$(SAMPLEDIR)/fail2ban/vce.conf)

PLAIN_TESTS += behaviour/fail2ban='$(PYTHON) -B tests/behaviour/fail2ban.py $(BUILD)/libvce.so \
  samples/fail2ban/vce.conf'
TEST_EXTRAS += $(BUILD)/libvce.so
