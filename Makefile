# libvce: build, test, install. Output goes under build/ (another folder per variant).
#
#   make            libraries            make demo     the main job, shown on real sockets
#   make test       every test           make check    layers, exports, ABI, header, docs
#   make docs       HTML and man pages   make bench    measurements (BENCHFLAGS=--quick)
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
  -fno-threadsafe-statics

# ---- Variant ---------------------------------------------------------------------------------

comma := ,
ifneq ($(SANITIZE),)
  VARIANT := /sanitize-$(subst $(comma),-,$(SANITIZE))
  SANITIZE_FLAGS := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
else
  LIB_CXXFLAGS += -fno-asynchronous-unwind-tables -fno-unwind-tables
endif
ifneq ($(CC),gcc)
  VARIANT := $(VARIANT)/$(notdir $(CC))
endif
BUILD := build$(VARIANT)

Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-8s %s\n')

FLAGS := $(OPTIMIZE) $(SANITIZE_FLAGS)
DEPFLAGS = -MMD -MP

# ---- Libraries -------------------------------------------------------------------------------

LIB_SOURCES := $(sort $(wildcard lib/base/*.cc lib/net/*.cc lib/api/*.cc))
LIB_OBJECTS := $(LIB_SOURCES:%.cc=$(BUILD)/obj/%.o)
EVENT_DYNAMIC := -levent_core -levent_extra
EVENT_STATIC = $(shell $(CC) -print-file-name=libevent_extra.a) $(shell $(CC) -print-file-name=libevent_core.a)

.PHONY: all
all: $(BUILD)/libvce.a $(BUILD)/libvce.so

$(BUILD)/obj/lib/%.o: lib/%.cc
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(CXX) $(LIB_CXXFLAGS) $(FLAGS) $(CXX_WARNINGS) $(DEPFLAGS) -Ilib -I. $(CXXFLAGS) -c $< -o $@

# Self-contained: one object that carries what it needs of libevent and shows only the public
# names, so that an old build line, `gcc app.o libvce.a`, needs nothing else.
$(BUILD)/exports: lib/libvce.map
	@mkdir -p $(@D)
	$(Q)sed -n 's/^    \([A-Za-z_0-9]*\);$$/\1/p' $< > $@

$(BUILD)/libvce.a: $(LIB_OBJECTS) $(BUILD)/exports
	$(say) AR $@
	$(Q)$(LD) -r --force-group-allocation -o $(BUILD)/vce-whole.o $(LIB_OBJECTS) $(EVENT_STATIC)
	$(Q)$(OBJCOPY) --keep-global-symbols=$(BUILD)/exports $(BUILD)/vce-whole.o $(BUILD)/vce.o
	$(Q)rm -f $@ $(BUILD)/vce-whole.o
	$(Q)$(AR) rcs $@ $(BUILD)/vce.o

# Linked by the C compiler with every symbol resolved: proof that no C++ runtime is needed.
$(BUILD)/libvce.so.$(VERSION): $(LIB_OBJECTS) lib/libvce.map
	$(say) LD $@
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) -Wl,-soname,$(SONAME) -Wl,--version-script,lib/libvce.map \
	  $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) -Wl,-z,relro,-z,now -o $@ $(LIB_OBJECTS) $(EVENT_DYNAMIC)

$(BUILD)/$(SONAME): $(BUILD)/libvce.so.$(VERSION)
	$(Q)ln -sf $(<F) $@

$(BUILD)/libvce.so: $(BUILD)/$(SONAME)
	$(Q)ln -sf $(<F) $@

-include $(LIB_OBJECTS:.o=.d)

.PHONY: clean
clean:
	$(Q)rm -rf build
