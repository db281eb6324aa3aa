# `make bench`, and the count of instructions that `make check` makes.
#
# A full run also renews the copy in man/; QUICK=1 is a short look.

BENCHFLAGS =
BENCH_OUT = $(foreach d,$(BUILD)/docs $(if $(QUICK)$(BENCHFLAGS)$(VARIANT),,man),--out $(d))
BENCH_FLAGS := -std=gnu11 -D_GNU_SOURCE $(FLAGS) $(C_WARNINGS) -I.
BENCH_CXXFLAGS := -std=c++20 -DASIO_STANDALONE $(FLAGS) -Wall -Wextra -I.
BENCH_HEADERS := $(wildcard tests/bench/*.h tests/bench/peers/*.h)
BENCH_PEERS := $(addprefix $(BUILD)/bench/,raw_epoll raw_epoll_records libevent libuv asio vce_echo)
BENCH_COMMON := $(addprefix $(BUILD)/obj/tests/bench/,support.o peers/peer.o peers/control.o)

$(BUILD)/bench/load: $(addprefix tests/bench/,load.c client.c connection.c histogram.c support.c) $(BENCH_HEADERS)
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(BENCH_FLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^)

$(BUILD)/bench/raw_epoll: tests/bench/peers/raw_epoll.c
$(BUILD)/bench/raw_epoll_records: tests/bench/peers/raw_epoll.c
$(BUILD)/bench/raw_epoll_records: PEER_FLAGS := -DRECORDS
$(BUILD)/bench/libevent: tests/bench/peers/libevent.c
$(BUILD)/bench/libevent: PEER_LIBS := -levent_core
$(BUILD)/bench/libuv: tests/bench/peers/libuv.c
$(BUILD)/bench/libuv: PEER_LIBS := -luv
$(BUILD)/bench/vce_echo: tests/bench/peers/vce_echo.c $(OWN_ARCHIVE)
$(BUILD)/bench/vce_echo: PEER_LIBS := $(OWN_LIBS)

# The make in which libevent watches the sockets, built in a folder of its own.
.PHONY: bench-libevent
bench-libevent:
	@+$(SUBMAKE) POLLER=libevent BUILD=$(BUILD)/poller-libevent $(BUILD)/poller-libevent/bench/vce_echo
	@mkdir -p $(BUILD)/bench
	$(Q)cp $(BUILD)/poller-libevent/bench/vce_echo $(BUILD)/bench/vce_echo_libevent

$(filter-out %/asio,$(BENCH_PEERS)): $(BENCH_COMMON) $(BENCH_HEADERS)
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(BENCH_FLAGS) $(PEER_FLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(BENCH_COMMON) $(PEER_LIBS)

$(BUILD)/bench/asio: tests/bench/peers/asio.cc $(BENCH_COMMON) $(BENCH_HEADERS)
	$(say) CXX $@
	@mkdir -p $(@D)
	$(Q)$(CXX) $(BENCH_CXXFLAGS) $(LDFLAGS) -o $@ $< $(BENCH_COMMON)

-include $(BENCH_COMMON:.o=.d)

# What make check counts: a bound with some air above the 195 of gcc 12.
INSTRUCTIONS_MOST := 210
$(BUILD)/bench/instructions: tests/bench/instructions.c $(OWN_ARCHIVE)
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(BENCH_FLAGS) $(LDFLAGS) -o $@ $< $(OWN_LIBS)

.PHONY: check-instructions
CHECKS += check-instructions
CHECK_NEEDS += $(BUILD)/bench/instructions
check-instructions: $(BUILD)/bench/instructions
	@echo "instructions:"
	$(Q)sh tests/bench/instructions.sh $< $(INSTRUCTIONS_MOST)

.PHONY: bench deps-bench
deps-bench:
	@sh tests/check/deps.sh bench
bench: deps-bench
	@+$(SUBMAKE) $(BUILD)/bench/load $(BENCH_PEERS) bench-libevent
	$(Q)$(PYTHON) -B tests/bench/run.py --build $(BUILD)/bench $(if $(QUICK),--quick) $(BENCH_OUT) $(BENCHFLAGS)
