# libvce: build, test, install. Output goes under build/ (another folder per variant).
#
#   make            libraries            make demo     the main job, shown on real sockets
#   make test       every test           make check    layers, exports, ABI, header, docs
#   make docs       HTML and man pages   make bench    measurements (QUICK=1: a short look)
#   make lint       static analysis      make coverage lines and branches that tests reach
#   make torture    every fault in turn  make fuzz     libFuzzer (SECONDS=30 for each target)
#   make arena      a game server with 500 bots        make api      renew the bindings' raw layers
#   make foreign    tests of other machines, under an emulator
#   make install / uninstall  PREFIX= DESTDIR=         make clean    make deps
#
# Variants: SANITIZE=address,undefined  SANITIZE=thread  CC=clang CXX=clang++  VALGRIND=1
# CROSS=aarch64-linux-gnu- names all tools  DEBUG=1 (assertions, -Og)  WERROR=1 (warnings are errors)
# POLLER=epoll|libevent: how sockets are watched. TRANSPORT=test puts a layer under every connection.
# DEPS=no installs no package, only names what is missing. V=1 shows the commands.

# ---- Settings --------------------------------------------------------------------------------

CROSS   =
CC      = $(CROSS)gcc
CXX     = $(CROSS)g++
AR      = $(CROSS)ar
LD      = $(CROSS)ld
NM      = $(CROSS)nm
OBJCOPY = $(CROSS)objcopy
PYTHON  = python3

PREFIX  = /usr/local
DESTDIR =
BINDIR  = $(PREFIX)/bin
LIBDIR  = $(PREFIX)/lib
INCDIR  = $(PREFIX)/include
MANDIR  = $(PREFIX)/share/man
SAMPLEDIR = $(PREFIX)/share/vce/samples

# Set in vce.h (make version renews the places that cannot derive it).
VERSION := $(shell sed -n 's/^\#define LIBVCE_VERSION "\(.*\)".*/\1/p' vce.h)
SONAME  := libvce.so.$(firstword $(subst ., ,$(VERSION)))

POLLER    = epoll
TRANSPORT =
DEBUG    =
OPTIMIZE = $(if $(DEBUG),-Og,-O2) -g
CFLAGS   =
CXXFLAGS =
LDFLAGS  =
SANITIZE =
VALGRIND =
BENCHFLAGS =
QUICK =
V =
# A newer compiler warns of more than the ones that this was written with: that stops nobody's build.
# Where changes are tested (.ci/run) it does.
WERROR ?=
export DEPS ?=

WARNINGS := \
  -Wall \
  -Wextra \
  -Wshadow \
  -Wconversion \
  -Wcast-align \
  -Wformat=2 \
  -Wno-format-nonliteral \
  -Wundef \
  -Wvla \
  $(if $(WERROR),-Werror)

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
ifneq ($(DEBUG),)
  VARIANT := $(VARIANT)/debug
endif
ifneq ($(POLLER),epoll)
  VARIANT := $(VARIANT)/poller-$(POLLER)
endif
ifneq ($(TRANSPORT),)
  VARIANT := $(VARIANT)/transport-$(TRANSPORT)
endif
BUILD := build$(VARIANT)

# A word of the shell, whatever is in it: folders may have blanks, quotes and dollar signs (a dollar
# sign on make's command line is written as two). BUILD itself is a list of words for make and has none.
quote = '$(subst ','\'',$(1))'
BUILD_PATH := $(if $(filter /%,$(BUILD)),$(BUILD),$(CURDIR)/$(BUILD))
QUOTED_BUILD := $(call quote,$(BUILD_PATH))

Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-8s %s\n')
# Says what it makes, and nothing of what is there already.
SUBMAKE = $(MAKE) --no-print-directory $(if $(V),,--silent) -j$$(nproc)

# What a distribution builds with; cost measured: nothing that stands out of the noise.
# The C library's checks need optimisation; who sets their level, or takes it away, has the last word.
FORTIFY := $(if $(findstring _FORTIFY_SOURCE,$(OPTIMIZE) $(CFLAGS) $(CXXFLAGS))$(filter \
  -O0,$(OPTIMIZE) $(CFLAGS) $(CXXFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDENING := $(if $(SANITIZE),,-fstack-protector-strong -fstack-clash-protection $(FORTIFY))
HARDENED_PROGRAM := -fPIE -pie -Wl,-z,relro,-z,now

# Where it was built is no part of what is installed: two folders give the same bytes. Debuggers and
# coverage want to find the sources.
PREFIX_MAP := $(if $(SANITIZE)$(DEBUG)$(findstring --coverage,$(OPTIMIZE)),,\
  $(call quote,-ffile-prefix-map=$(CURDIR)=.))
FLAGS := $(OPTIMIZE) $(HARDENING) $(SANITIZE_FLAGS) $(PREFIX_MAP)

# One make of the poller of the two in lib/net, and the layer of the tests if it is asked for. Unit tests
# look inside: all is compiled with the same choices.
POLLERS := epoll libevent
ifneq ($(filter-out $(POLLERS),$(POLLER))$(words $(POLLER)),1)
  $(error POLLER is one of: $(POLLERS))
endif
ifneq ($(filter-out test,$(TRANSPORT)),)
  $(error TRANSPORT is empty, or test)
endif
FLAGS += $(if $(filter libevent,$(POLLER)),-DVCE_POLLER_LIBEVENT) $(if $(TRANSPORT),-DVCE_TEST_TRANSPORT)
# Assertions are for the sanitizer and debugging variants: a release never aborts its host.
LIB_CXXFLAGS += $(if $(SANITIZE)$(DEBUG),,-DNDEBUG)
# The archive is one object, linked beforehand, so it is made of machine code: objects for link-time
# optimisation would carry their own list of names past that link. Comes last in the command.
LIB_LAST := -fno-lto
DEPFLAGS = -MMD -MP

# ---- Rooms -----------------------------------------------------------------------------------

# A room may carry rules of its own. They add to these lists:
#   PLAIN_TESTS        name='command', run by `make test` with the plain variant only
#   TEST_EXTRAS        files that such tests need
#   CHECK_EXTRAS, INSTALL_EXTRAS, UNINSTALL_EXTRAS   targets of theirs
ROOMS := $(sort $(wildcard compat/*/rules.mk tests/*/rules.mk samples/*/rules.mk))

# ---- Libraries -------------------------------------------------------------------------------

OTHER_POLLERS := $(patsubst %,lib/net/poller_%.cc,$(filter-out $(POLLER),$(POLLERS)))
LIB_SOURCES := $(filter-out $(OTHER_POLLERS),$(sort $(wildcard lib/base/*.cc lib/net/*.cc lib/api/*.cc))) \
  $(if $(TRANSPORT),$(sort $(wildcard tests/support/transport/*.cc)))
LIB_OBJECTS := $(LIB_SOURCES:%.cc=$(BUILD)/obj/%.o)
EVENT_DYNAMIC := -levent_core -levent_extra
# A compiler that does not find an archive answers with its bare name.
EVENT_STATIC = $(filter /%,$(foreach part,extra core,$(shell $(CC) -print-file-name=libevent_$(part).a)))

# Objects of samples are kept: to delete them would be said in the middle of the output.
.SECONDARY:

.PHONY: all
all: $(if $(EVENT_STATIC),$(BUILD)/libvce.a,no-archive) $(BUILD)/libvce_pic.a $(BUILD)/libvce.so $(BUILD)/vce-conntest

# What the project's own programs are linked with, and what that needs.
OWN_ARCHIVE := $(BUILD)/$(if $(EVENT_STATIC),libvce.a,libvce_pic.a)
OWN_LIBS := $(OWN_ARCHIVE) $(if $(EVENT_STATIC),,$(EVENT_DYNAMIC))

.PHONY: no-archive
no-archive:
	@echo "no static libevent here (libevent_core.a, libevent_extra.a): libvce.a is not built, all else is"

$(LIB_OBJECTS): $(BUILD)/obj/%.o: %.cc Makefile
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) $(LIB_CXXFLAGS) $(FLAGS) $(CXX_WARNINGS) $(DEPFLAGS) -Ilib -I. $(CXXFLAGS) $(LIB_LAST) -c $< -o $@

# Self-contained: one object that carries what it needs of libevent and shows only the public
# names, so that an old build line, `gcc app.o libvce.a`, needs nothing else.
$(BUILD)/exports: lib/libvce.map
	@mkdir -p $(@D)
	$(Q)sed -n 's/^    \([A-Za-z_0-9]*\);$$/\1/p' $< > $@

# All names of an object but the public ones are made local.
only_exports = $(OBJCOPY) --keep-global-symbols=$(BUILD)/exports
PRIVATE_OWNER := $(BUILD)/obj/private/libevent_owner.o
$(PRIVATE_OWNER): lib/net/libevent_owner.cc Makefile
	@mkdir -p $(@D)
	$(Q)$(CXX) $(LIB_CXXFLAGS) -DVCE_PRIVATE_LIBEVENT $(FLAGS) $(CXX_WARNINGS) $(DEPFLAGS) -Ilib -I. $(CXXFLAGS) $(LIB_LAST) -c $< -o $@

ARCHIVE_OBJECTS := $(filter-out %/libevent_owner.o,$(LIB_OBJECTS)) $(PRIVATE_OWNER)
$(BUILD)/libvce.a: $(ARCHIVE_OBJECTS) $(BUILD)/exports
	$(say) AR $@
	$(Q)$(LD) -r --force-group-allocation -o $(BUILD)/vce-whole.o $(ARCHIVE_OBJECTS) $(EVENT_STATIC)
	$(Q)$(only_exports) $(BUILD)/vce-whole.o $(BUILD)/vce.o
	$(Q)rm -f $@ $(BUILD)/vce-whole.o
	$(Q)$(AR) rcsD $@ $(BUILD)/vce.o

# For plugins and other shared objects that carry the library: our objects alone, position-independent,
# to be linked with -levent_core -levent_extra.
$(BUILD)/libvce_pic.a: $(LIB_OBJECTS) $(BUILD)/exports
	$(say) AR $@
	$(Q)$(LD) -r --force-group-allocation -o $(BUILD)/vce-ours.o $(LIB_OBJECTS)
	$(Q)$(only_exports) $(BUILD)/vce-ours.o $(BUILD)/vce_pic.o
	$(Q)rm -f $@ $(BUILD)/vce-ours.o
	$(Q)$(AR) rcsD $@ $(BUILD)/vce_pic.o

# Linked by the C compiler with every symbol resolved: proof that no C++ runtime is needed. libevent is
# the system's; the library leaves its memory functions and its log alone (net/libevent_owner.h).
$(BUILD)/libvce.so.$(VERSION): $(LIB_OBJECTS) lib/libvce.map
	$(say) LD $@
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) -Wl,-soname,$(SONAME) -Wl,--version-script,lib/libvce.map \
	  $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) -Wl,-z,relro,-z,now,-z,text -o $@ $(LIB_OBJECTS) $(EVENT_DYNAMIC)

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
C_TEST_SOURCES  := $(wildcard tests/behaviour/*.c tests/conformance/*.c)
CXX_TEST_SOURCES := $(wildcard tests/behaviour/*.cc)
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
  behaviour/old_build='sh tests/behaviour/old_build.sh vce.h $(BUILD)/libvce.a' \
  behaviour/installed_samples='bash tests/behaviour/installed_samples.sh .' \
  behaviour/installed_folders='bash tests/behaviour/installed_folders.sh .' \
  behaviour/conntest='bash tests/behaviour/conntest.sh $(BUILD)/vce-conntest $(BUILD)/samples/echo_server $(BUILD)/samples/full_server' \
  behaviour/metrics_sample='$(PYTHON) -B tests/behaviour/metrics_sample.py $(BUILD)/samples/metrics' \
  $(PLAIN_TESTS))

.PHONY: test test-programs
test-programs: $(TEST_PROGRAMS) $(addprefix $(BUILD)/samples/,echo_server full_server metrics) \
  $(if $(SANITIZE)$(VALGRIND),,$(TEST_EXTRAS))
test: deps
	@+$(SUBMAKE) all test-programs
	$(Q)MAKE="$(MAKE) CC=$(CC) CXX=$(CXX) POLLER=$(POLLER) TRANSPORT=$(TRANSPORT)" CC="$(CC)" VCE_TEST_DATA=tests/conformance/data \
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

$(BUILD)/samples/%: $(BUILD)/obj/samples/%.o $(OWN_ARCHIVE)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $< $(OWN_LIBS)

DEMO_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard samples/demo/*.c))

$(BUILD)/obj/samples/%.o: samples/%.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. $(CFLAGS) -c $< -o $@

$(BUILD)/demo: $(DEMO_OBJECTS) $(OWN_ARCHIVE)
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $(DEMO_OBJECTS) $(OWN_LIBS)

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

$(BUILD)/vce-conntest: $(CONNTEST_OBJECTS) $(OWN_ARCHIVE)
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(HARDENED_PROGRAM) $(LDFLAGS) -o $@ $(CONNTEST_OBJECTS) $(OWN_LIBS)

-include $(CONNTEST_OBJECTS:.o=.d)

# ---- Checks ----------------------------------------------------------------------------------

.PHONY: check
check: deps
	@+$(SUBMAKE) all docs $(BUILD)/bench/instructions
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
	@echo "hi-water in the same words everywhere:"
	$(Q)$(PYTHON) tests/check/words.py
	@echo "promises of vce(7):"
	$(Q)$(PYTHON) tests/check/promises.py man/vce.7 $(wildcard tests/*/*.c)
	@echo "instructions:"
	$(Q)sh tests/bench/instructions.sh $(BUILD)/bench/instructions $(INSTRUCTIONS_MOST)
	@echo "builds with flags of users:"
	$(Q)MAKE="$(MAKE)" bash tests/check/flags.sh .
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
	$(Q)DOCS=$(BUILD)/docs VERSION=$(VERSION) doxygen Doxyfile
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

# What make check counts: a bound with some air above the 195 of gcc 12.
INSTRUCTIONS_MOST := 210
$(BUILD)/bench/instructions: tests/bench/instructions.c $(BUILD)/libvce.a
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(BENCH_FLAGS) $(LDFLAGS) -o $@ $^

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

# A folder of the installation as a word of the shell. What lies in it is named file by file: files of
# others may be beside ours, and stay.
to = $(call quote,$(DESTDIR)$(1))
# Between quotes a .pc file can name folders with blanks, but none with a quote, a backslash or a dollar
# sign: versions of pkg-config differ in what they make of these.
in_pc = $(call quote,$(1)=$(2))
NOT_IN_PC := " \ $$
$(PC_FILE): Makefile
	$(foreach sign,$(NOT_IN_PC),$(if $(findstring $(sign),$(PREFIX)$(LIBDIR)$(INCDIR)),\
	  $(error PREFIX, LIBDIR and INCDIR may not have $(sign) in them, pkg-config could not tell it)))
	@mkdir -p $(@D)
	$(Q)printf '%s\n' $(call in_pc,prefix,$(PREFIX)) $(call in_pc,libdir,$(LIBDIR)) \
	  $(call in_pc,includedir,$(INCDIR)) '' \
	  'Name: vce' 'Description: TCP contexts and connections driven by one heartbeat' \
	  'Version: $(VERSION)' 'Libs: -L"$${libdir}" -lvce' 'Cflags: -I"$${includedir}"' > $@

# Installs no package of the system, as a distribution's build expects: what is missing is named.
.PHONY: deps-install
deps-install:
	@DEPS=no sh tests/check/deps.sh docs

# Made anew each time: the prefix is part of it.
.PHONY: install uninstall $(PC_FILE)
install: deps-install
	@+$(MAKE) --no-print-directory install-all
.PHONY: install-all
install-all: all $(BUILD)/docs/done $(PC_FILE)
	$(say) INSTALL $(call to,$(PREFIX))
	$(Q)$(INSTALL) -d $(call to,$(LIBDIR)/pkgconfig) $(call to,$(INCDIR)) $(call to,$(SAMPLEDIR)) \
	  $(call to,$(BINDIR)) $(call to,$(MANDIR)/man1) $(call to,$(MANDIR)/man3) $(call to,$(MANDIR)/man7)
	$(Q)$(INSTALL) -m 644 vce.h $(call to,$(INCDIR)/vce.h)
	$(Q)$(if $(EVENT_STATIC),$(INSTALL) -m 644 $(BUILD)/libvce.a $(call to,$(LIBDIR)/libvce.a))
	$(Q)$(INSTALL) -m 644 $(BUILD)/libvce_pic.a $(call to,$(LIBDIR)/libvce_pic.a)
	$(Q)$(INSTALL) -m 755 $(BUILD)/libvce.so.$(VERSION) $(call to,$(LIBDIR)/libvce.so.$(VERSION))
	$(Q)ln -sf libvce.so.$(VERSION) $(call to,$(LIBDIR)/$(SONAME))
	$(Q)ln -sf $(SONAME) $(call to,$(LIBDIR)/libvce.so)
	$(Q)$(INSTALL) -m 644 $(PC_FILE) $(call to,$(LIBDIR)/pkgconfig/vce.pc)
	$(Q)$(INSTALL) -m 644 $(BUILD)/docs/man3/*.3 $(call to,$(MANDIR)/man3)
	$(Q)$(INSTALL) -m 755 $(BUILD)/vce-conntest $(call to,$(BINDIR)/vce-conntest)
	$(Q)$(INSTALL) -m 644 $(SECTION1) $(call to,$(MANDIR)/man1)
	$(Q)$(INSTALL) -m 644 $(SECTION7) $(call to,$(MANDIR)/man7)
	$(Q)$(INSTALL) -m 644 $(SAMPLES) $(call to,$(SAMPLEDIR))
	@+$(if $(strip $(INSTALL_EXTRAS)),$(MAKE) --no-print-directory $(INSTALL_EXTRAS))

uninstall:
	@+$(if $(strip $(UNINSTALL_EXTRAS)),$(MAKE) --no-print-directory $(UNINSTALL_EXTRAS))
	$(say) REMOVE $(call to,$(PREFIX))
	$(Q)rm -f $(foreach file,libvce.a libvce_pic.a libvce.so $(SONAME) libvce.so.$(VERSION) pkgconfig/vce.pc,\
	  $(call to,$(LIBDIR)/$(file))) $(call to,$(INCDIR)/vce.h) $(call to,$(BINDIR)/vce-conntest)
	$(Q)for page in $$(sed -n 's/^    \([A-Za-z_0-9]*\);$$/\1/p' lib/libvce.map; \
	    sed -n 's/^#define \([GS]ET_[0-9A-Z_]*\|ARRAY_SCAN[A-Z_]*\)(.*/\1/p' vce.h); do \
	  rm -f $(call to,$(MANDIR)/man3)/$$page.3; done
	$(Q)rm -f $(foreach page,$(notdir $(SECTION1)),$(call to,$(MANDIR)/man1/$(page)))
	$(Q)rm -f $(foreach page,$(notdir $(SECTION7)),$(call to,$(MANDIR)/man7/$(page)))
	$(Q)rm -f $(foreach sample,$(notdir $(SAMPLES)),$(call to,$(SAMPLEDIR)/$(sample)))
	$(Q)rmdir $(call to,$(SAMPLEDIR)) $(call to,$(PREFIX)/share/vce) 2>/dev/null; true

.PHONY: clean
clean:
	$(Q)rm -rf build
