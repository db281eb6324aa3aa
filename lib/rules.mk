# The library: one core, and for each edition of the interface an archive, an archive for plugins and a
# shared object.

OTHER_POLLERS := $(patsubst %,lib/net/poller_%.cc,$(filter-out $(POLLER),$(POLLERS)))
CORE_SOURCES := $(filter-out $(OTHER_POLLERS),$(sort $(wildcard lib/base/*.cc lib/net/*.cc)))
# The layer of the tests, if it is asked for, is a part of the core.
CORE_SOURCES += $(if $(TRANSPORT),$(sort $(wildcard tests/support/transport/*.cc)))
FACE_SOURCES := $(sort $(wildcard lib/api/*.cc))

CORE_OBJECTS := $(CORE_SOURCES:%.cc=$(BUILD)/obj/%.o)
LIB_OBJECTS  := $(CORE_OBJECTS) $(FACE_SOURCES:%.cc=$(BUILD)/obj/%.o)

EVENT_DYNAMIC := -levent_core -levent_extra
# A compiler that does not find an archive answers with its bare name.
EVENT_STATIC := $(filter /%,$(foreach part,extra core,$(shell $(CC) -print-file-name=libevent_$(part).a)))

compile_library = $(CXX) $(LIB_CXXFLAGS) $(1) $(FLAGS) $(CXX_WARNINGS) $(DEPFLAGS) -Ilib -I. \
  $(CXXFLAGS) $(LIB_LAST) -c $< -o $@

$(LIB_OBJECTS): $(BUILD)/obj/%.o: %.cc Makefile lib/rules.mk
	$(say) CXX $<
	@mkdir -p $(@D)
	$(Q)$(call compile_library)

PRIVATE_OWNER := $(BUILD)/obj/private/libevent_owner.o
$(PRIVATE_OWNER): lib/net/libevent_owner.cc Makefile lib/rules.mk
	@mkdir -p $(@D)
	$(Q)$(call compile_library,-DVCE_PRIVATE_LIBEVENT)

-include $(LIB_OBJECTS:.o=.d) $(PRIVATE_OWNER:.o=.d)

# ---- Editions --------------------------------------------------------------------------------

# link_archive NAME OBJECTS LIBRARIES: one object of them all that shows the names of $(BUILD)/NAME.exports
# and makes all others its own; then an archive of it.
define link_archive
$(Q)$(LD) -r --force-group-allocation -o $(BUILD)/$(1)-whole.o $(2)
$(Q)$(OBJCOPY) --keep-global-symbols=$< $(BUILD)/$(1)-whole.o $(BUILD)/$(1).o
$(Q)rm -f $@ $(BUILD)/$(1)-whole.o
$(Q)$(AR) rcsD $@ $(BUILD)/$(1).o
endef

# $(eval $(call edition,NAME,OBJECTS,MAP,VERSION)) makes, below $(BUILD), of these objects
#   libNAME.a        self-contained: one object that carries what it needs of libevent and shows only the
#                    names of the map, so that an old build line, `gcc app.o libNAME.a`, needs nothing else
#   libNAME_pic.a    for plugins and other shared objects that carry the library: our objects alone,
#                    position-independent, to be linked with -levent_core -levent_extra
#   libNAME.so       and libNAME.so.4.5.6, whose soname is libNAME.so.4. Linked by the C compiler with every
#                    symbol resolved: proof that no C++ runtime is needed. libevent is the system's; the
#                    library leaves its memory functions and its log alone (net/libevent_owner.h)
# Editions share the objects of the core. Names of one are no names of the other, also where they are
# equal: archives keep all but the exported ones to themselves, and shared objects give theirs a version.
define edition
$(1)_MAP     := $(3)
$(1)_VERSION := $(4)
$(1)_SONAME  := lib$(1).so.$(firstword $(subst ., ,$(4)))
$(1)_OBJECTS := $(2)
$(1)_ARCHIVE_OBJECTS := $(filter-out %/libevent_owner.o,$(2)) $(PRIVATE_OWNER)

$(BUILD)/$(1).exports: $(3)
	@mkdir -p $$(@D)
	$$(Q)sed -n 's/^    \([A-Za-z_0-9]*\);$$$$/\1/p' $$< > $$@

$(BUILD)/lib$(1).a: $(BUILD)/$(1).exports $$($(1)_ARCHIVE_OBJECTS)
	$$(if $$(EVENT_STATIC),,$$(error $$@ needs libevent_core.a and libevent_extra.a, which $$(CC) does not find))
	$$(say) AR $$@
	$$(call link_archive,$(1),$$($(1)_ARCHIVE_OBJECTS) $$(EVENT_STATIC))

$(BUILD)/lib$(1)_pic.a: $(BUILD)/$(1).exports $(2)
	$$(say) AR $$@
	$$(call link_archive,$(1)_pic,$$($(1)_OBJECTS))

$(BUILD)/lib$(1).so.$(4): $(2) $(3)
	$$(say) LD $$@
	$$(Q)$$(CC) -shared $$(FLAGS) $$(LDFLAGS) -Wl,-soname,$$($(1)_SONAME) -Wl,--version-script,$(3) \
	  $$(if $$(SANITIZE),,-Wl$$(comma)-z$$(comma)defs) -Wl,-z,relro,-z,now,-z,text -o $$@ \
	  $$($(1)_OBJECTS) $$(EVENT_DYNAMIC)

$(BUILD)/$$($(1)_SONAME): $(BUILD)/lib$(1).so.$(4)
	$$(Q)ln -sf $$(<F) $$@

$(BUILD)/lib$(1).so: $(BUILD)/$$($(1)_SONAME)
	$$(Q)ln -sf $$(<F) $$@
endef

# Those that are built and installed.
EDITIONS := vce
$(eval $(call edition,vce,$(LIB_OBJECTS),lib/libvce.map,$(VERSION)))

archives_of = $(if $(EVENT_STATIC),lib$(1).a) lib$(1)_pic.a
LIBRARIES := $(foreach e,$(EDITIONS),$(addprefix $(BUILD)/,$(call archives_of,$e) lib$e.so))
PRODUCTS += $(LIBRARIES) $(if $(EVENT_STATIC),,no-archive)

.PHONY: no-archive
no-archive:
	@echo "no static libevent here (libevent_core.a, libevent_extra.a): libvce.a is not built, all else is"

# What the project's own programs are linked with, and what that needs.
OWN_ARCHIVE := $(BUILD)/$(if $(EVENT_STATIC),libvce.a,libvce_pic.a)
OWN_LIBS := $(OWN_ARCHIVE) $(if $(EVENT_STATIC),,$(EVENT_DYNAMIC))

# ---- Installation ----------------------------------------------------------------------------

in_pc = $(call quote,$(1)=$(2))
PC_FILES := $(EDITIONS:%=$(BUILD)/%.pc)
# Made anew each time: the prefix is part of it.
.PHONY: $(PC_FILES)
$(PC_FILES): $(BUILD)/%.pc:
	@mkdir -p $(@D)
	$(Q)printf '%s\n' $(call in_pc,prefix,$(PREFIX)) $(call in_pc,libdir,$(LIBDIR)) \
	  $(call in_pc,includedir,$(INCDIR)) '' \
	  'Name: $*' 'Description: TCP contexts and connections driven by one heartbeat' \
	  'Version: $($*_VERSION)' 'Libs: -L"$${libdir}" -l$*' 'Cflags: -I"$${includedir}"' > $@

INSTALLS += $(EDITIONS:%=install-lib-%)
UNINSTALLS += $(EDITIONS:%=uninstall-lib-%)
.PHONY: $(EDITIONS:%=install-lib-%) $(EDITIONS:%=uninstall-lib-%)

$(EDITIONS:%=install-lib-%): install-lib-%: $(LIBRARIES) $(BUILD)/%.pc
	$(Q)$(INSTALL) -d $(call to,$(LIBDIR)/pkgconfig) $(call to,$(INCDIR))
	$(Q)$(INSTALL) -m 644 $*.h $(call to,$(INCDIR)/$*.h)
	$(Q)$(foreach a,$(call archives_of,$*),$(INSTALL) -m 644 $(BUILD)/$a $(call to,$(LIBDIR)/$a) &&) true
	$(Q)$(INSTALL) -m 755 $(BUILD)/lib$*.so.$($*_VERSION) $(call to,$(LIBDIR)/lib$*.so.$($*_VERSION))
	$(Q)ln -sf lib$*.so.$($*_VERSION) $(call to,$(LIBDIR)/$($*_SONAME))
	$(Q)ln -sf $($*_SONAME) $(call to,$(LIBDIR)/lib$*.so)
	$(Q)$(INSTALL) -m 644 $(BUILD)/$*.pc $(call to,$(LIBDIR)/pkgconfig/$*.pc)

$(EDITIONS:%=uninstall-lib-%): uninstall-lib-%:
	$(Q)rm -f $(foreach file,lib$*.a lib$*_pic.a lib$*.so $($*_SONAME) lib$*.so.$($*_VERSION) \
	  pkgconfig/$*.pc,$(call to,$(LIBDIR)/$(file))) $(call to,$(INCDIR)/$*.h)
