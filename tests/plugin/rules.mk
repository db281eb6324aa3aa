# The shared object in a program that uses libevent itself, loads it with dlopen() and unloads it.
$(BUILD)/tests/plugin/host: $(BUILD)/obj/tests/plugin/host.o
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $< $(TEST_LIBS) -levent_core -ldl

-include $(BUILD)/obj/tests/plugin/host.d

PLAIN_TESTS += plugin/host='$(BUILD)/tests/plugin/host $(BUILD)/libvce.so'
TEST_EXTRAS += $(BUILD)/tests/plugin/host $(BUILD)/libvce.so
