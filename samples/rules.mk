# Samples, and `make demo`.

# Objects of samples are kept: to delete them would be said in the middle of the output.
.SECONDARY:

$(BUILD)/obj/samples/%.o: samples/%.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. $(CFLAGS) -c $< -o $@

$(BUILD)/samples/%: $(BUILD)/obj/samples/%.o $(OWN_ARCHIVE)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $< $(OWN_LIBS)

DEMO_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard samples/demo/*.c))

$(BUILD)/demo: $(DEMO_OBJECTS) $(OWN_ARCHIVE)
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(DEMO_OBJECTS) $(OWN_LIBS)

-include $(DEMO_OBJECTS:.o=.d)

.PHONY: demo
demo: deps-build
	@+$(SUBMAKE) $(BUILD)/demo
	$(Q)$(BUILD)/demo

.PHONY: install-samples uninstall-samples
INSTALLS += install-samples
UNINSTALLS += uninstall-samples
OWN_FOLDERS += $(call to,$(SAMPLEDIR)) $(call to,$(PREFIX)/share/vce)
SAMPLES = $(wildcard samples/*.c)
install-samples:
	$(Q)$(INSTALL) -d $(call to,$(SAMPLEDIR))
	$(Q)$(INSTALL) -m 644 $(SAMPLES) $(call to,$(SAMPLEDIR))
uninstall-samples:
	$(Q)rm -f $(foreach sample,$(notdir $(SAMPLES)),$(call to,$(SAMPLEDIR)/$(sample)))
