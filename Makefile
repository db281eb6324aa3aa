# libvce: build, test, install. Output goes under build/ (another folder per variant).
#
#   make            libraries            make demo     the main job, shown on real sockets
#   make test       every test           make check    layers, exports, ABI, header, docs
#   make docs       HTML and man pages   make bench    measurements (QUICK=1: a short look)
#   make lint       static analysis      make coverage lines and branches that tests reach
#   make torture    every fault in turn  make fuzz     libFuzzer (SECONDS=30 for each target)
#   make arena      a game server with 500 bots        make api      renew the bindings' raw layers
#   make install / uninstall  PREFIX= DESTDIR=         make clean    make deps
#
# Variants: SANITIZE=address,undefined  SANITIZE=thread  CC=clang CXX=clang++  VALGRIND=1
# V=1 shows the commands.

# ---- Settings --------------------------------------------------------------------------------

CC      = gcc
CXX     = g++
AR      = ar
LD      = ld
OBJCOPY = objcopy
PYTHON  = python3

PREFIX  = /usr/local
DESTDIR =
BINDIR  = $(PREFIX)/bin
LIBDIR  = $(PREFIX)/lib
INCDIR  = $(PREFIX)/include
MANDIR  = $(PREFIX)/share/man
SAMPLEDIR = $(PREFIX)/share/vce/samples

VERSION = 2.0.0
SONAME  = libvce.so.2

OPTIMIZE = -O2 -g
CFLAGS   =
CXXFLAGS =
LDFLAGS  =
SANITIZE =
VALGRIND =
BENCHFLAGS =
QUICK =
V =

WARNINGS := \
  -Wall \
  -Wextra \
  -Werror \
  -Wshadow \
  -Wconversion \
  -Wcast-align \
  -Wformat=2 \
  -Wno-format-nonliteral \
  -Wundef \
  -Wvla

C_WARNINGS := $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes
CXX_WARNINGS := $(WARNINGS) -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual

# The library needs nothing of the C++ runtime: no exceptions, no RTTI, no guarded statics. Without
# unwind tables an exception that a callback lets out ends in std::terminate at once, instead of
# leaving a heartbeat half done.
LIB_CXXFLAGS := \
  -std=c++20 \
  -fPIC \
  -fvisibility=hidden \
  -fno-exceptions \
  -fno-rtti \
  -fno-threadsafe-statics \
  -fno-asynchronous-unwind-tables \
  -fno-unwind-tables

# A unique symbol stays global whatever objcopy is told; clang makes none.
ifeq ($(findstring clang,$(CXX)),)
  LIB_CXXFLAGS += -fno-gnu-unique
endif

# ---- Variant ---------------------------------------------------------------------------------

comma := ,
ifneq ($(SANITIZE),)
  VARIANT := /sanitize-$(subst $(comma),-,$(SANITIZE))
  SANITIZE_FLAGS := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
  # This check of clang needs the run-time types of C++.
  SANITIZE_FLAGS += $(if $(findstring clang,$(CXX)),-fno-sanitize=function)
endif
ifneq ($(CC),gcc)
  VARIANT := $(VARIANT)/$(notdir $(CC))
endif
BUILD := build$(VARIANT)

Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-8s %s\n')
# Says what it makes, and nothing of what is there already.
SUBMAKE = $(MAKE) --no-print-directory $(if $(V),,--silent) -j$$(nproc)

# What a distribution builds with; cost measured: nothing that stands out of the noise.
HARDENING := $(if $(SANITIZE),,-fstack-protector-strong -fstack-clash-protection \
  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDENED_PROGRAM := -fPIE -pie -Wl,-z,relro,-z,now

FLAGS := $(OPTIMIZE) $(HARDENING) $(SANITIZE_FLAGS)
# Assertions are for the sanitizer variants: a release never aborts its host.
LIB_CXXFLAGS += $(if $(SANITIZE),,-DNDEBUG)
DEPFLAGS = -MMD -MP

# ---- Rooms -----------------------------------------------------------------------------------

# A room may carry rules of its own. They add to these lists:
#   PLAIN_TESTS        name='command', run by `make test` with the plain variant only
#   TEST_EXTRAS        files that such tests need
#   CHECK_EXTRAS, INSTALL_EXTRAS, UNINSTALL_EXTRAS   targets of theirs
ROOMS := $(sort $(wildcard compat/*/rules.mk tests/*/rules.mk samples/*/rules.mk))

# ---- Libraries -------------------------------------------------------------------------------

LIB_SOURCES := $(sort $(wildcard lib/base/*.cc lib/net/*.cc lib/api/*.cc))
LIB_OBJECTS := $(LIB_SOURCES:%.cc=$(BUILD)/obj/%.o)
EVENT_DYNAMIC := -levent_core -levent_extra
EVENT_STATIC := $(BUILD)/event/libevent_extra.a $(BUILD)/event/libevent_core.a

# Objects of samples are kept: to delete them would be said in the middle of the output.
.SECONDARY:

.PHONY: all
all: $(BUILD)/libvce.a $(BUILD)/libvce.so $(BUILD)/vce-conntest

$(BUILD)/obj/lib/%.o: lib/%.cc Makefile
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) $(LIB_CXXFLAGS) $(FLAGS) $(CXX_WARNINGS) $(DEPFLAGS) -Ilib -I. $(CXXFLAGS) -c $< -o $@

# Self-contained: one object that carries what it needs of libevent and shows only the public
# names, so that an old build line, `gcc app.o libvce.a`, needs nothing else.
$(BUILD)/exports: lib/libvce.map
	@mkdir -p $(@D)
	$(Q)sed -n 's/^    \([A-Za-z_0-9]*\);$$/\1/p' $< > $@

# Its archives are built for programs. They reach one variable, `stderr`, in a way that a shared
# object cannot, and do so only for messages that nobody takes: it becomes a variable of
# net/event_loop.cc, which takes them all.
$(EVENT_STATIC): $(BUILD)/event/%: Makefile
	@mkdir -p $(@D)
	$(Q)$(OBJCOPY) --redefine-sym stderr=vce_libevent_stderr $(shell $(CC) -print-file-name=$*) $@

$(BUILD)/libvce.a: $(LIB_OBJECTS) $(EVENT_STATIC) $(BUILD)/exports
	$(say) AR $@
	$(Q)$(LD) -r --force-group-allocation -o $(BUILD)/vce-whole.o $(LIB_OBJECTS) $(EVENT_STATIC)
	$(Q)$(OBJCOPY) --keep-global-symbols=$(BUILD)/exports $(BUILD)/vce-whole.o $(BUILD)/vce.o
	$(Q)rm -f $@ $(BUILD)/vce-whole.o
	$(Q)$(AR) rcs $@ $(BUILD)/vce.o

# Of the same object: a libevent that it shared with the program would be one whose memory functions
# and log it changes under the program's own events, and which still calls them after dlclose().
# Linked by the C compiler with every symbol resolved: proof that no C++ runtime is needed.
$(BUILD)/libvce.so.$(VERSION): $(BUILD)/libvce.a lib/libvce.map
	$(say) LD $@
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) -Wl,-soname,$(SONAME) -Wl,--version-script,lib/libvce.map \
	  $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) -Wl,-z,relro,-z,now,-z,text -o $@ $(BUILD)/vce.o

$(BUILD)/$(SONAME): $(BUILD)/libvce.so.$(VERSION)
	$(Q)ln -sf $(<F) $@

$(BUILD)/libvce.so: $(BUILD)/$(SONAME)
	$(Q)ln -sf $(<F) $@

-include $(LIB_OBJECTS:.o=.d)

include $(ROOMS)

# ---- Tests -----------------------------------------------------------------------------------

TEST_FLAGS  = -std=gnu11 -D_GNU_SOURCE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. -Itests/support
TEST_LIBS   = -lcmocka -ljansson -lpthread

SUPPORT_SOURCES := $(wildcard tests/support/*.c)
SUPPORT_OBJECTS := $(SUPPORT_SOURCES:%.c=$(BUILD)/obj/%.o)
UNIT_SOURCES    := $(wildcard tests/unit/*.cc)
C_TEST_SOURCES  := $(wildcard tests/api/*.c tests/conformance/*.c)
CXX_TEST_SOURCES := $(wildcard tests/api/*.cc)
PURE_OBJECTS    := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/conformance/pure/*.c))
WIRE_OBJECTS    := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/conformance/wire/*.c))

UNIT_TESTS := $(UNIT_SOURCES:tests/%.cc=$(BUILD)/tests/%)
C_TESTS    := $(C_TEST_SOURCES:tests/%.c=$(BUILD)/tests/%)
CXX_TESTS  := $(CXX_TEST_SOURCES:tests/%.cc=$(BUILD)/tests/%)
TEST_PROGRAMS := $(UNIT_TESTS) $(C_TESTS) $(CXX_TESTS)

$(BUILD)/obj/tests/%.o: tests/%.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(TEST_FLAGS) $(CFLAGS) -c $< -o $@

$(BUILD)/obj/tests/%.o: tests/%.cc
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) -std=c++20 $(FLAGS) $(WARNINGS) $(DEPFLAGS) -Ilib -I. -Itests/support $(CXXFLAGS) -c $< -o $@

# Unit tests look inside: they link the objects. All others get the archive, as applications do.
$(UNIT_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(LIB_OBJECTS)
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CXX) $(FLAGS) $(LDFLAGS) -o $@ $< $(LIB_OBJECTS) $(EVENT_DYNAMIC) $(TEST_LIBS)

$(filter-out %/pure_vectors,$(C_TESTS)): $(SUPPORT_OBJECTS)
$(C_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/libvce.a
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libvce.a $(TEST_LIBS)

$(BUILD)/tests/conformance/pure_vectors: $(PURE_OBJECTS)
$(BUILD)/tests/conformance/wire_scenarios: $(WIRE_OBJECTS)

$(CXX_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(SUPPORT_OBJECTS) $(BUILD)/libvce.a
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CXX) $(FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libvce.a $(TEST_LIBS)

-include $(patsubst tests/%,$(BUILD)/obj/tests/%.d,$(basename $(UNIT_SOURCES) $(C_TEST_SOURCES) $(CXX_TEST_SOURCES)))
-include $(SUPPORT_OBJECTS:.o=.d) $(PURE_OBJECTS:.o=.d) $(WIRE_OBJECTS:.o=.d)

# What an old build line and an installed copy do is tried with the plain variant only.
SCRIPT_TESTS = $(if $(SANITIZE)$(VALGRIND),,\
  api/old_build='sh tests/api/old_build.sh vce.h $(BUILD)/libvce.a' \
  api/installed_samples='bash tests/api/installed_samples.sh .' \
  api/conntest='bash tests/api/conntest.sh $(BUILD)/vce-conntest $(BUILD)/samples/echo_server $(BUILD)/samples/full_server' \
  $(PLAIN_TESTS))

.PHONY: test test-programs
test-programs: $(TEST_PROGRAMS) $(BUILD)/samples/echo_server $(BUILD)/samples/full_server \
  $(if $(SANITIZE)$(VALGRIND),,$(TEST_EXTRAS))
test: deps
	@+$(SUBMAKE) all test-programs
	$(Q)MAKE="$(MAKE) CC=$(CC) CXX=$(CXX)" CC="$(CC)" VCE_TEST_DATA=tests/conformance/data \
	  ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1:fast_unwind_on_fatal=1 \
	  TSAN_OPTIONS=allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 \
	  $(PYTHON) tests/run.py $(if $(VALGRIND),--valgrind --timeout 900) \
	  $(foreach t,$(TEST_PROGRAMS),$(t:$(BUILD)/tests/%=%)=$(t)) $(SCRIPT_TESTS)

# ---- Dependencies ----------------------------------------------------------------------------

.PHONY: deps deps-build deps-docs deps-bench
deps:
	@sh tests/check/deps.sh test
deps-build:
	@sh tests/check/deps.sh build
deps-docs:
	@sh tests/check/deps.sh docs
deps-bench:
	@sh tests/check/deps.sh bench

# ---- Demo ------------------------------------------------------------------------------------

$(BUILD)/samples/%: $(BUILD)/obj/samples/%.o $(BUILD)/libvce.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $^

DEMO_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard samples/demo/*.c))

$(BUILD)/obj/samples/%.o: samples/%.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. $(CFLAGS) -c $< -o $@

$(BUILD)/demo: $(DEMO_OBJECTS) $(BUILD)/libvce.a
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(DEMO_OBJECTS) $(BUILD)/libvce.a

-include $(DEMO_OBJECTS:.o=.d)

.PHONY: demo
demo: deps-build
	@+$(SUBMAKE) $(BUILD)/demo
	$(Q)$(BUILD)/demo

# ---- Tools -----------------------------------------------------------------------------------

CONNTEST_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard compat/conntest/*.c))

$(BUILD)/obj/compat/%.o: compat/%.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -fPIE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. $(CFLAGS) -c $< -o $@

$(BUILD)/vce-conntest: $(CONNTEST_OBJECTS) $(BUILD)/libvce.a
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(HARDENED_PROGRAM) $(LDFLAGS) -o $@ $(CONNTEST_OBJECTS) $(BUILD)/libvce.a

-include $(CONNTEST_OBJECTS:.o=.d)

# ---- Checks ----------------------------------------------------------------------------------

.PHONY: check
check: deps
	@+$(SUBMAKE) all docs
	@echo "layers, symbols and archive:"
	$(Q)$(PYTHON) tests/check/layers.py $(BUILD)/obj/lib $(BUILD)/exports $(BUILD)/libvce.a
	@echo "header in every language mode:"
	$(Q)sh tests/check/header.sh vce.h gcc clang
	@echo "ABI of 2015:"
	$(Q)$(PYTHON) tests/check/check.py tests/check/2015.json vce.h $(BUILD)/libvce.so --strict \
	  --std gnu89 --std gnu11 --std c11 --std c++17
	@echo "manual pages:"
	$(Q)$(PYTHON) tests/check/docs.py $(BUILD)/libvce.so $(BUILD)/docs/man3 --header vce.h \
	  --pages $(sort $(wildcard man/*.[17]))
	@echo "promises of vce(7):"
	$(Q)$(PYTHON) tests/check/promises.py man/vce.7 $(wildcard tests/*/*.c)
	@+$(if $(strip $(CHECK_EXTRAS)),$(MAKE) --no-print-directory $(CHECK_EXTRAS))

# Which lines and branches of lib/ are reached by the programs of `make test`, the model and a sample
# of the torture: a table, and HTML below build/coverage. It fails if they are too few, or if
# tests/check/unreached.txt does not explain exactly the lines that are not. The linker is told to
# take the function by which child processes write what they have counted (tests/support/leave.h): a
# weak reference alone takes nothing from an archive. Counting is atomic: some tests have threads.
COVERAGE_BUILD := BUILD=build/coverage HARDENING= \
  OPTIMIZE='-O0 -g --coverage -fprofile-update=atomic' \
  LDFLAGS=-Wl,-u,__gcov_dump

.PHONY: coverage deps-coverage
deps-coverage:
	@sh tests/check/deps.sh coverage
coverage: deps-coverage
	$(Q)mkdir -p build/coverage && find build/coverage -name '*.gcda' -delete
	@+$(MAKE) --no-print-directory $(COVERAGE_BUILD) SCRIPT_TESTS='$$(MODEL_TEST)' \
	  TEST_EXTRAS=build/coverage/tests/model/model test
	@+$(MAKE) --no-print-directory $(COVERAGE_BUILD) torture-coverage
	$(Q)sh tests/check/coverage.sh build/coverage

# Static analysis: clang-tidy, cppcheck, and gcc's -fanalyzer of what is written in C.
.PHONY: lint deps-lint
deps-lint:
	@sh tests/check/deps.sh lint
lint: deps-lint
	$(Q)sh tests/check/lint.sh

# ---- Documentation ---------------------------------------------------------------------------

.PHONY: docs
docs: deps-docs
	@+$(MAKE) --no-print-directory $(BUILD)/docs/done
$(BUILD)/docs/done: vce.h Doxyfile man/make_man3.py
	$(say) DOXYGEN vce.h
	@mkdir -p $(@D)
	$(Q)DOCS=$(BUILD)/docs doxygen Doxyfile
	$(say) MAN $(BUILD)/docs/man3
	$(Q)$(PYTHON) man/make_man3.py $(BUILD)/docs/xml $(BUILD)/docs/man3
	$(Q)touch $@

# ---- Benchmark -------------------------------------------------------------------------------

# A full run also renews the copy in man/; QUICK=1 is a short look.
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
$(BUILD)/bench/vce_echo: tests/bench/peers/vce_echo.c $(BUILD)/libvce.a
$(filter-out %/asio,$(BENCH_PEERS)): $(BENCH_COMMON) $(BENCH_HEADERS)
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(BENCH_FLAGS) $(PEER_FLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(BENCH_COMMON) $(filter %.a,$^) $(PEER_LIBS)

$(BUILD)/bench/asio: tests/bench/peers/asio.cc $(BENCH_COMMON) $(BENCH_HEADERS)
	$(say) CXX $@
	@mkdir -p $(@D)
	$(Q)$(CXX) $(BENCH_CXXFLAGS) $(LDFLAGS) -o $@ $< $(BENCH_COMMON)

-include $(BENCH_COMMON:.o=.d)

.PHONY: bench
bench: deps-bench
	@+$(SUBMAKE) $(BUILD)/bench/load $(BENCH_PEERS)
	$(Q)$(PYTHON) -B tests/bench/run.py --build $(BUILD)/bench $(if $(QUICK),--quick) $(BENCH_OUT) $(BENCHFLAGS)

# ---- Installation ----------------------------------------------------------------------------

INSTALL      = install
PC_FILE      = $(BUILD)/vce.pc
SECTION1     = $(wildcard man/*.1)
SECTION7     = $(wildcard man/*.7)
SAMPLES      = $(wildcard samples/*.c)

$(PC_FILE): Makefile
	@mkdir -p $(@D)
	$(Q)printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$(INCDIR)' '' \
	  'Name: vce' 'Description: TCP contexts and connections driven by one heartbeat' \
	  'Version: $(VERSION)' 'Libs: -L$${libdir} -lvce' 'Cflags: -I$${includedir}' > $@

# Made anew each time: the prefix is part of it.
.PHONY: install uninstall $(PC_FILE)
install: all docs $(PC_FILE)
	$(say) INSTALL $(DESTDIR)$(PREFIX)
	$(Q)$(INSTALL) -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCDIR) $(DESTDIR)$(SAMPLEDIR) \
	  $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man3 $(DESTDIR)$(MANDIR)/man7
	$(Q)$(INSTALL) -m 644 vce.h $(DESTDIR)$(INCDIR)/vce.h
	$(Q)$(INSTALL) -m 644 $(BUILD)/libvce.a $(DESTDIR)$(LIBDIR)/libvce.a
	$(Q)$(INSTALL) -m 755 $(BUILD)/libvce.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libvce.so.$(VERSION)
	$(Q)ln -sf libvce.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	$(Q)ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libvce.so
	$(Q)$(INSTALL) -m 644 $(PC_FILE) $(DESTDIR)$(LIBDIR)/pkgconfig/vce.pc
	$(Q)$(INSTALL) -m 644 $(BUILD)/docs/man3/*.3 $(DESTDIR)$(MANDIR)/man3
	$(Q)$(INSTALL) -m 755 $(BUILD)/vce-conntest $(DESTDIR)$(BINDIR)/vce-conntest
	$(Q)$(INSTALL) -m 644 $(SECTION1) $(DESTDIR)$(MANDIR)/man1
	$(Q)$(INSTALL) -m 644 $(SECTION7) $(DESTDIR)$(MANDIR)/man7
	$(Q)$(INSTALL) -m 644 $(SAMPLES) $(DESTDIR)$(SAMPLEDIR)
	@+$(if $(strip $(INSTALL_EXTRAS)),$(MAKE) --no-print-directory $(INSTALL_EXTRAS))

uninstall:
	@+$(if $(strip $(UNINSTALL_EXTRAS)),$(MAKE) --no-print-directory $(UNINSTALL_EXTRAS))
	$(say) REMOVE $(DESTDIR)$(PREFIX)
	$(Q)rm -f $(DESTDIR)$(INCDIR)/vce.h $(DESTDIR)$(LIBDIR)/libvce.a $(DESTDIR)$(LIBDIR)/libvce.so \
	  $(DESTDIR)$(LIBDIR)/$(SONAME) $(DESTDIR)$(LIBDIR)/libvce.so.$(VERSION) $(DESTDIR)$(LIBDIR)/pkgconfig/vce.pc
	$(Q)for page in $$(sed -n 's/^    \([A-Za-z_0-9]*\);$$/\1/p' lib/libvce.map; \
	    sed -n 's/^#define \([GS]ET_[0-9A-Z_]*\|ARRAY_SCAN[A-Z_]*\)(.*/\1/p' vce.h); do \
	  rm -f $(DESTDIR)$(MANDIR)/man3/$$page.3; done
	$(Q)rm -f $(DESTDIR)$(BINDIR)/vce-conntest
	$(Q)rm -f $(addprefix $(DESTDIR)$(MANDIR)/man1/,$(notdir $(SECTION1)))
	$(Q)rm -f $(addprefix $(DESTDIR)$(MANDIR)/man7/,$(notdir $(SECTION7)))
	$(Q)rm -f $(addprefix $(DESTDIR)$(SAMPLEDIR)/,$(notdir $(SAMPLES)))
	$(Q)-rmdir $(DESTDIR)$(SAMPLEDIR) 2>/dev/null; true

.PHONY: clean
clean:
	$(Q)rm -rf build
