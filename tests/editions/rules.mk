# A second edition, made by the rules of the first one from the same objects of the core.

SECOND_FACE := $(BUILD)/obj/tests/editions/second.o
$(SECOND_FACE): tests/editions/second.cc Makefile lib/rules.mk
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(call compile_library)

$(eval $(call edition,second,$(CORE_OBJECTS) $(SECOND_FACE),tests/editions/second.map,1.0.0))

# With the archive if there can be one, else with the other one.
SECOND_ARCHIVE := $(BUILD)/$(if $(EVENT_STATIC),libsecond.a,libsecond_pic.a)
$(BUILD)/tests/editions/host: $(BUILD)/obj/tests/editions/host.o $(SECOND_ARCHIVE)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $^ $(if $(EVENT_STATIC),,$(EVENT_DYNAMIC)) $(TEST_LIBS) -ldl

-include $(SECOND_FACE:.o=.d) $(BUILD)/obj/tests/editions/host.d

PLAIN_TESTS += editions/host='$(BUILD)/tests/editions/host $(BUILD)/libvce.so $(BUILD)/libsecond.so'
TEST_EXTRAS += $(BUILD)/tests/editions/host $(BUILD)/libvce.so $(BUILD)/libsecond.so $(BUILD)/libsecond_pic.a
