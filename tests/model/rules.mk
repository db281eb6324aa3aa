# The library against an executable model of its contract.
#
# `make test` runs ten thousand random sequences, always the same ones. Longer by hand:
#   build/tests/model/model --seed 7 --sequences 1000000

MODEL_SOURCES := $(sort $(wildcard tests/model/*.c))
MODEL_OBJECTS := $(MODEL_SOURCES:%.c=$(BUILD)/obj/%.o)

$(BUILD)/tests/model/model: $(MODEL_OBJECTS) $(BUILD)/libvce.a
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(MODEL_OBJECTS) $(BUILD)/libvce.a

-include $(MODEL_OBJECTS:.o=.d)

PLAIN_TESTS += model/model='$(BUILD)/tests/model/model --sequences 10000'
TEST_EXTRAS += $(BUILD)/tests/model/model
