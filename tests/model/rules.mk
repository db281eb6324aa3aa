# The library against an executable model of its contract.
#
# `make test` and `make coverage` run ten thousand random sequences, always the same ones. Longer by
# hand:
#   build/tests/model/model --seed 7 --sequences 1000000

MODEL_SOURCES := $(sort $(wildcard tests/model/*.c))
MODEL_OBJECTS := $(MODEL_SOURCES:%.c=$(BUILD)/obj/%.o)

$(BUILD)/tests/model/model: $(MODEL_OBJECTS) $(OWN_ARCHIVE)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(MODEL_OBJECTS) $(OWN_LIBS)

-include $(MODEL_OBJECTS:.o=.d)

MODEL_TEST = model/model='$(BUILD)/tests/model/model --sequences 10000'
PLAIN_TESTS += $(MODEL_TEST)
TEST_EXTRAS += $(BUILD)/tests/model/model
