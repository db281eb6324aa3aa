# The Lua binding: its generated files, the C module for plain Lua 5.4, and its tests.

LUAJIT = luajit
LUA54  = lua5.4

LUA_GENERATED := vce/constants.lua vce/bindings.lua src/functions.c
LUA_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard compat/lua/src/*.c)))
LUA_MODULE := $(BUILD)/lua/vce/core.so
# As an argument of its own, so that a comma in the path is one.
lua_rpath = -Xlinker -rpath -Xlinker $(call quote,$(1))
LUA_FLAGS = $(shell pkg-config --cflags lua5.4 2>/dev/null)
LUA_TESTS := test_raw test_arguments test_connections test_broadcast test_server test_callbacks \
  test_timers test_shutdown test_unix test_memory test_readme

API_EMITTERS += $(addprefix lua:compat/lua/,$(LUA_GENERATED))
BINDING_TESTS += \
  lua/luajit=$(call quote,sh compat/lua/tests/run.sh $(LUAJIT) $(QUOTED_BUILD) $(LUA_TESTS)) \
  lua/lua5.4=$(call quote,sh compat/lua/tests/run.sh $(LUA54) $(QUOTED_BUILD) $(LUA_TESTS))

# Without the headers of Lua the tests tell that they are skipped.
HAVE_LUA := $(shell pkg-config --exists lua5.4 2>/dev/null && echo yes)
TEST_EXTRAS += $(BUILD)/libvce.so $(if $(HAVE_LUA),$(LUA_MODULE))

$(LUA_OBJECTS): $(BUILD)/obj/%.o: %.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -fPIC $(FLAGS) $(C_WARNINGS) $(DEPFLAGS) -I. $(LUA_FLAGS) $(CFLAGS) -c $< -o $@

# It finds the library of this build; the installed one finds the installed one.
$(LUA_MODULE): $(LUA_OBJECTS) $(BUILD)/libvce.so
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) $(call lua_rpath,$(BUILD_PATH)) -o $@ $(LUA_OBJECTS) -L$(BUILD) -lvce

-include $(LUA_OBJECTS:.o=.d)

# The Lua files for both interpreters, the module for Lua 5.4 if it can be built here.
.PHONY: lua install-lua uninstall-lua
lua: $(LUA_MODULE)

LUA_SHARE = $(PREFIX)/share/lua
LUA_LIB = $(PREFIX)/lib/lua/5.4/vce
LUA_VERSIONS = 5.1 5.4

install-lua: $(if $(HAVE_LUA),$(LUA_OBJECTS)) $(BUILD)/libvce.so
	$(say) INSTALL $(call to,$(LUA_SHARE))
	$(Q)$(foreach v,$(LUA_VERSIONS),$(INSTALL) -d $(call to,$(LUA_SHARE)/$v/vce) && \
	  $(INSTALL) -m 644 compat/lua/vce/*.lua $(call to,$(LUA_SHARE)/$v/vce) &&) true
ifneq ($(HAVE_LUA),)
	$(Q)$(INSTALL) -d $(call to,$(LUA_LIB))
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) $(call lua_rpath,$(LIBDIR)) -o $(call to,$(LUA_LIB)/core.so) \
	  $(LUA_OBJECTS) -L$(BUILD) -lvce
endif

uninstall-lua:
	$(say) REMOVE $(call to,$(LUA_SHARE))
	$(Q)rm -f $(foreach v,$(LUA_VERSIONS),$(foreach f,$(notdir $(wildcard compat/lua/vce/*.lua)),\
	  $(call to,$(LUA_SHARE)/$v/vce/$f))) $(call to,$(LUA_LIB)/core.so)
	$(Q)rmdir $(foreach v,$(LUA_VERSIONS),$(call to,$(LUA_SHARE)/$v/vce)) $(call to,$(LUA_LIB)) \
	  2>/dev/null; true
