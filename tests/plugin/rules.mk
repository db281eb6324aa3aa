# The shared object in a program that uses libevent itself, loads it with dlopen() and unloads it.
$(BUILD)/tests/plugin/host: $(BUILD)/obj/tests/plugin/host.o
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $< $(TEST_LIBS) -levent_core -ldl

-include $(BUILD)/obj/tests/plugin/host.d

PLAIN_TESTS += plugin/host='$(BUILD)/tests/plugin/host $(BUILD)/libvce.so'
TEST_EXTRAS += $(BUILD)/tests/plugin/host $(BUILD)/libvce.so

# A plugin that carries the library itself.
$(BUILD)/tests/plugin/carrier.so: $(BUILD)/libvce_pic.a
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) -Wl,-z,defs,-z,text -o $@ -Wl,--whole-archive $< \
	  -Wl,--no-whole-archive $(EVENT_DYNAMIC)

PLAIN_TESTS += plugin/carrier='$(BUILD)/tests/plugin/host $(BUILD)/tests/plugin/carrier.so'
TEST_EXTRAS += $(BUILD)/tests/plugin/carrier.so
