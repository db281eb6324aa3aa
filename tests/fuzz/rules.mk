# Fuzzing with libFuzzer. Everything, the library too, is built anew with clang, AddressSanitizer,
# UndefinedBehaviorSanitizer and coverage feedback (of the library alone), below $(BUILD)/fuzz.
#
#   make fuzz [SECONDS=30] [TARGETS="bin16 api"] [JOBS=2]   fuzzes each target that long
#   make fuzz-corpus                  takes what was found into the corpora, minimised

SECONDS = 30
TARGETS =
JOBS    = 1

FUZZ_RECORDS := bin16 bin32 lines through
FUZZ_TARGETS := specifier pop unpack text hex textfile $(FUZZ_RECORDS) api stubs
FUZZ_BUILD   := $(BUILD)/fuzz
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%=$(BUILD)/fuzzers/%)

.PHONY: fuzz fuzz-corpus fuzz-programs deps-fuzz
deps-fuzz:
	@sh tests/check/deps.sh fuzz
fuzz fuzz-corpus: deps-fuzz
	@+$(SUBMAKE) CC=clang CXX=clang++ SANITIZE=address,undefined \
	  BUILD=$(FUZZ_BUILD) CXXFLAGS="$(CXXFLAGS) -fsanitize=fuzzer-no-link" fuzz-programs
	$(Q)$(PYTHON) tests/fuzz/run.py $(if $(filter fuzz-corpus,$@),--merge) --build $(FUZZ_BUILD) \
	  --seconds $(SECONDS) --jobs $(JOBS) $(or $(TARGETS),$(FUZZ_TARGETS) definitions)

fuzz-programs: $(FUZZ_PROGRAMS)
$(FUZZ_PROGRAMS): $(BUILD)/fuzzers/%: $(BUILD)/obj/tests/fuzz/%.o $(LIB_OBJECTS)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)clang++ $(FLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(EVENT_DYNAMIC)

$(FUZZ_RECORDS:%=$(BUILD)/fuzzers/%): $(BUILD)/obj/tests/fuzz/records.o
$(BUILD)/fuzzers/api: $(patsubst %.c,$(BUILD)/obj/%.o,\
  $(filter-out %/main.c,$(wildcard tests/model/*.c)))

# Stubs are fuzzed like the library: with coverage feedback.
FUZZ_STUBS   := $(addprefix $(BUILD)/stubs/,lobby_sv lobby_cli every_sv every_cli)
FUZZ_RENAMED := every_scalars_send every_scalars_recv every_get_scalars_send_count \
  every_get_scalars_recv_count

$(BUILD)/stubs/made: $(addprefix tests/gen/data/,medium.txt full.txt full_common.txt) \
    $(VCEGEN_SOURCES)
	$(say) VCEGEN $(@D)
	@mkdir -p $(@D)
	$(Q)$(VCEGEN) --outputs c --output-dir $(@D) tests/gen/data/medium.txt
	$(Q)$(VCEGEN) --outputs c --output-dir $(@D) tests/gen/data/full.txt
	$(Q)touch $@
$(FUZZ_STUBS:%=%.o): %.o: $(BUILD)/stubs/made
	$(say) CC $*.c
	$(Q)$(CC) -std=gnu11 $(FLAGS) -fsanitize=fuzzer-no-link $(STUB_NAMES) -I. -c $*.c -o $@
$(BUILD)/stubs/every_cli.o: STUB_NAMES = $(foreach n,$(FUZZ_RENAMED),-D$n=$(n:every_%=every_cli_%))
$(BUILD)/fuzzers/stubs: $(FUZZ_STUBS:%=%.o)
$(BUILD)/obj/tests/fuzz/stubs.o: $(BUILD)/stubs/made
$(BUILD)/obj/tests/fuzz/stubs.o: FLAGS += -I$(BUILD)/stubs

-include $(BUILD)/obj/tests/fuzz/records.d $(FUZZ_TARGETS:%=$(BUILD)/obj/tests/fuzz/%.d)
