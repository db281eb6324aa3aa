# vce-conntest, the tool that tests connections: on the public header alone.

CONNTEST := $(BUILD)/vce-conntest
CONNTEST_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard compat/conntest/*.c))
PRODUCTS += $(CONNTEST)

$(CONNTEST_OBJECTS): $(BUILD)/obj/%.o: %.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -fPIE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. $(CFLAGS) -c $< -o $@

$(CONNTEST): $(CONNTEST_OBJECTS) $(OWN_ARCHIVE)
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(HARDENED_PROGRAM) $(LDFLAGS) -o $@ $(CONNTEST_OBJECTS) $(OWN_LIBS)

-include $(CONNTEST_OBJECTS:.o=.d)

# Tried with the sample servers, and with others if they are there.
PLAIN_TESTS += behaviour/conntest='bash tests/behaviour/conntest.sh $(CONNTEST) \
  $(BUILD)/samples/echo_server $(BUILD)/samples/full_server'
TEST_EXTRAS += $(CONNTEST) $(addprefix $(BUILD)/samples/,echo_server full_server)

.PHONY: install-conntest uninstall-conntest
INSTALLS += install-conntest
UNINSTALLS += uninstall-conntest
install-conntest: $(CONNTEST)
	$(Q)$(INSTALL) -d $(call to,$(BINDIR))
	$(Q)$(INSTALL) -m 755 $(CONNTEST) $(call to,$(BINDIR)/vce-conntest)
uninstall-conntest:
	$(Q)rm -f $(call to,$(BINDIR)/vce-conntest)
