# The sample arena, see samples/arena/README.md.
#
#   make arena      a server and 500 bots for ten seconds: what they saw, and how soon

ARENA := $(BUILD)/arena
ARENA_STUBS := $(ARENA)/stubs
ARENA_SERVER := $(addprefix $(BUILD)/obj/samples/arena/,\
  server.o connections.o messages.o room.o tick.o scores.o arguments.o)
ARENA_BOTS := $(addprefix $(BUILD)/obj/samples/arena/,bots.o bot.o witness.o latency.o arguments.o)

.PHONY: arena deps-arena arena-programs
deps-arena:
	@sh tests/check/deps.sh arena
arena: deps-arena
	@+$(SUBMAKE) arena-programs
	$(Q)$(PYTHON) -B samples/arena/run.py $(ARENA)
arena-programs: $(ARENA)/server $(ARENA)/bots

$(ARENA_STUBS)/made: samples/arena/arena.txt $(VCEGEN_SOURCES)
	$(say) VCEGEN $<
	$(Q)$(VCEGEN) --outputs c,python --output-dir $(@D) $<
	$(Q)touch $@
$(ARENA_STUBS)/%.o: $(ARENA_STUBS)/made
	$(say) CC $(@:.o=.c)
	$(Q)$(CC) -std=gnu11 $(FLAGS) -Wall -Wextra $(if $(WERROR),-Werror) -I. $(CFLAGS) -c $(@:.o=.c) -o $@

$(ARENA_SERVER) $(ARENA_BOTS): $(ARENA_STUBS)/made
$(ARENA_SERVER) $(ARENA_BOTS): FLAGS += -I$(ARENA_STUBS)

$(ARENA)/server: $(ARENA_SERVER) $(ARENA_STUBS)/arena_sv.o
$(ARENA)/server: ARENA_LIBS = -lsqlite3
$(ARENA)/bots: $(ARENA_BOTS) $(ARENA_STUBS)/arena_cli.o
$(ARENA)/server $(ARENA)/bots: $(OWN_ARCHIVE)
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(OWN_LIBS) $(ARENA_LIBS)

PLAIN_TESTS += \
  arena/arena=$(call quote,env ARENA_BUILD=$(QUOTED_BUILD)/arena VCE_LIBRARY=$(QUOTED_BUILD)/libvce.so \
  $(PYTHON) -B tests/arena/test_arena.py)
TEST_EXTRAS += $(ARENA)/server $(ARENA)/bots $(BUILD)/libvce.so

-include $(ARENA_SERVER:.o=.d) $(ARENA_BOTS:.o=.d)
