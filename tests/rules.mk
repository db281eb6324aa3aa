# Test programs, and `make test`.

TEST_FLAGS  = -std=gnu11 -D_GNU_SOURCE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. -Itests/support
TEST_LIBS   = -lcmocka -ljansson -lpthread

SUPPORT_SOURCES  := $(wildcard tests/support/*.c $(if $(TRANSPORT),tests/support/transport/*.c))
SUPPORT_OBJECTS  := $(SUPPORT_SOURCES:%.c=$(BUILD)/obj/%.o)
UNIT_SOURCES     := $(wildcard tests/unit/*.cc)
C_TEST_SOURCES   := $(wildcard tests/behaviour/*.c tests/conformance/*.c)
CXX_TEST_SOURCES := $(wildcard tests/behaviour/*.cc)
PURE_OBJECTS     := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/conformance/pure/*.c))
WIRE_OBJECTS     := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/conformance/wire/*.c))

UNIT_TESTS := $(UNIT_SOURCES:tests/%.cc=$(BUILD)/tests/%)
C_TESTS    := $(C_TEST_SOURCES:tests/%.c=$(BUILD)/tests/%)
CXX_TESTS  := $(CXX_TEST_SOURCES:tests/%.cc=$(BUILD)/tests/%)
TEST_PROGRAMS := $(UNIT_TESTS) $(C_TESTS) $(CXX_TESTS)

WRAPPED := $(if $(TRANSPORT),tests/support/transport/wrapped.syms)
$(BUILD)/obj/tests/%.o: tests/%.c $(WRAPPED)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(TEST_FLAGS) $(CFLAGS) -c $< -o $@
	$(if $(TRANSPORT),$(call wrap_sockets,$@))

# Sockets of tests speak what the layer under the library speaks.
wrap_sockets = $(if $(filter-out %/transport/sockets.o,$(1)),\
  $(Q)$(OBJCOPY) --redefine-syms=$(WRAPPED) $(1))

$(BUILD)/obj/tests/%.o: tests/%.cc
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) -std=c++20 $(FLAGS) $(WARNINGS) $(DEPFLAGS) -Ilib -I. -Itests/support $(CXXFLAGS) -c $< -o $@

# Unit tests look inside: they link the objects. All others get the archive, as applications do.
$(UNIT_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(LIB_OBJECTS)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CXX) $(FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(EVENT_DYNAMIC) $(TEST_LIBS)
LAYERED_TESTS := $(patsubst %,$(BUILD)/tests/unit/test_%,transport handshakes handshake_leaks)
$(LAYERED_TESTS): $(if $(TRANSPORT),,$(BUILD)/obj/tests/support/transport/cipher_layer.o)

$(filter-out %/pure_vectors,$(C_TESTS)): $(SUPPORT_OBJECTS)
$(C_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(OWN_ARCHIVE)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(OWN_LIBS) $(TEST_LIBS)

$(BUILD)/tests/conformance/pure_vectors: $(PURE_OBJECTS)
$(BUILD)/tests/conformance/wire_scenarios: $(WIRE_OBJECTS)

$(CXX_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(SUPPORT_OBJECTS) $(OWN_ARCHIVE)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CXX) $(FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(OWN_LIBS) $(TEST_LIBS)

-include $(patsubst tests/%,$(BUILD)/obj/tests/%.d,$(basename $(UNIT_SOURCES) $(C_TEST_SOURCES) $(CXX_TEST_SOURCES)))
-include $(SUPPORT_OBJECTS:.o=.d) $(PURE_OBJECTS:.o=.d) $(WIRE_OBJECTS:.o=.d)

# What scripts try, an old build line or an installed copy, is tried with the plain variant only.
SCRIPT_TESTS = $(if $(SANITIZE)$(VALGRIND),,$(PLAIN_TESTS) $(BINDING_TESTS))

.PHONY: test deps
deps:
	@sh tests/check/deps.sh test
TEST_GOALS = all test-programs
test: deps
	@+$(SUBMAKE) $(TEST_GOALS)
	$(Q)MAKE="$(MAKE) CC=$(CC) CXX=$(CXX) POLLER=$(POLLER) TRANSPORT=$(TRANSPORT) PORTABLE=$(PORTABLE)" CC="$(CC)" \
	  VCE_TEST_DATA=tests/conformance/data \
	  ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1:fast_unwind_on_fatal=1 \
	  TSAN_OPTIONS=allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 \
	  $(PYTHON) tests/run.py $(if $(VALGRIND),--valgrind --timeout 900) \
	  $(foreach t,$(TEST_PROGRAMS),$(t:$(BUILD)/tests/%=%)=$(t)) $(SCRIPT_TESTS)

# The tests of connections once more, with a layer between the socket and the records of each.
.PHONY: test-transport
test-transport:
	@+$(MAKE) --no-print-directory TRANSPORT=test SCRIPT_TESTS= TEST_EXTRAS= TEST_GOALS=test-programs \
	  TEST_PROGRAMS='$$(filter-out %/pure_functions %/pure_vectors,$$(C_TESTS)) $$(CXX_TESTS)' test
