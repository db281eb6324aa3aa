# libvce: build, test, install. Output goes under build/ (another folder per variant).
#
#   make            libraries            make demo     the main job, shown on real sockets
#   make test       every test           make check    layers, exports, ABI, header, docs
#   make docs       HTML and man pages   make bench    measurements (QUICK=1: a short look)
#   make lint       static analysis      make coverage lines and branches that tests reach
#   make torture    every fault in turn  make fuzz     libFuzzer (SECONDS=30 for each target)
#   make arena      a game server with 500 bots        make api      renew the bindings' raw layers
#   make foreign    tests of other machines, under an emulator     make bullseye   on Debian 11
#   make install / uninstall  PREFIX= DESTDIR=         make clean    make deps
#
# Variants: SANITIZE=address,undefined  SANITIZE=thread  CC=clang CXX=clang++  VALGRIND=1
# CROSS=aarch64-linux-gnu- names all tools  DEBUG=1 (assertions, -Og)  WERROR=1 (warnings are errors)
# POLLER=epoll|libevent: how sockets are watched. TRANSPORT=test puts a layer under every connection.
# PORTABLE=1: without the calls that only Linux has (lib/README.md, Other systems).
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
PORTABLE  =
DEBUG    =
OPTIMIZE = $(if $(DEBUG),-Og,-O2) -g
CFLAGS   =
CXXFLAGS =
LDFLAGS  =
SANITIZE =
VALGRIND =
QUICK =
V =
# A newer compiler warns of more than the ones that this was written with: that stops no build.
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
ifneq ($(PORTABLE),)
  VARIANT := $(VARIANT)/portable
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
QUIET_MAKE = $(MAKE) --no-print-directory $(if $(V),,--silent)
SUBMAKE = $(QUIET_MAKE) -j$$(nproc)

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
FLAGS += $(if $(filter libevent,$(POLLER)),-DVCE_POLLER_LIBEVENT) $(if $(TRANSPORT),-DVCE_TEST_TRANSPORT) \
  $(if $(PORTABLE),-DVCE_PORTABLE)
# Assertions are for the sanitizer and debugging variants: a release never aborts its host.
LIB_CXXFLAGS += $(if $(SANITIZE)$(DEBUG),,-DNDEBUG)
# The archive is one object, linked beforehand, so it is made of machine code: objects for link-time
# optimisation would carry their own list of names past that link. Comes last in the command.
LIB_LAST := -fno-lto
DEPFLAGS = -MMD -MP

# ---- Rooms -----------------------------------------------------------------------------------

# A folder of the installation as a word of the shell. What lies in it is named file by file: files of
# others may be beside ours, and stay.
INSTALL = install
to = $(call quote,$(DESTDIR)$(1))

# The rules stand in the rooms, those of the library first: the others build on it. Rooms add to
#   PRODUCTS               what `make` makes
#   TEST_PROGRAMS          CMocka programs, run by `make test`
#   PLAIN_TESTS            name='command', run by `make test` with the plain variant only
#   TEST_EXTRAS            files that such tests need
#   CHECKS, CHECK_NEEDS    targets of `make check`, and files that they look at
#   INSTALLS, UNINSTALLS   targets of `make install` and `make uninstall`
#   OWN_FOLDERS            folders of the installation that are ours alone, removed if they are empty
ROOMS := lib/rules.mk $(sort $(wildcard lib/*/rules.mk)) \
  $(sort $(wildcard $(addsuffix /rules.mk,man samples tests))) \
  $(sort $(wildcard $(addsuffix /*/rules.mk,compat samples tests)))

.PHONY: all
all:

include $(ROOMS)

all: $(PRODUCTS)

.PHONY: test-programs
test-programs: $(TEST_PROGRAMS) $(if $(SANITIZE)$(VALGRIND),,$(TEST_EXTRAS))

.PHONY: deps-build
deps-build:
	@sh tests/check/deps.sh build

# No package of the system is installed, as a distribution's build expects: what is missing is named.
# Between quotes a .pc file can name folders with blanks, but none with a quote, a backslash or a dollar
# sign: versions of pkg-config differ in what they make of these.
NOT_IN_PC := " \ $$
.PHONY: install uninstall check-install
check-install:
	$(foreach sign,$(NOT_IN_PC),$(if $(findstring $(sign),$(PREFIX)$(LIBDIR)$(INCDIR)),\
	  $(error PREFIX, LIBDIR and INCDIR may not have $(sign) in them, pkg-config could not tell it)))
	@DEPS=no sh tests/check/deps.sh docs
install: check-install
	@+$(QUIET_MAKE) all $(DOCS)
	$(say) INSTALL $(call to,$(PREFIX))
	@+$(QUIET_MAKE) $(INSTALLS)

uninstall:
	$(say) REMOVE $(call to,$(PREFIX))
	@+$(QUIET_MAKE) $(UNINSTALLS)
	$(Q)printf '%s\n' $(OWN_FOLDERS) | sort -r | while IFS= read -r folder; do \
	  rmdir "$$folder" 2>/dev/null; done; true

.PHONY: clean
clean:
	$(Q)rm -rf build
