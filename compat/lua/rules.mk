# The Lua binding: its generated files, the C module for plain Lua 5.4, and its tests.

LUAJIT = luajit
LUA54  = lua5.4

LUA_GENERATED := vce/constants.lua vce/bindings.lua src/functions.c
LUA_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard compat/lua/src/*.c)))
LUA_MODULE := $(BUILD)/lua/vce/core.so
LUA_FLAGS = $(shell pkg-config --cflags lua5.4 2>/dev/null)
LUA_TESTS := test_raw test_connections test_server test_callbacks test_memory

API_EMITTERS += $(addprefix lua:compat/lua/,$(LUA_GENERATED))
PLAIN_TESTS += \
  lua/luajit='sh compat/lua/tests/run.sh $(LUAJIT) $(abspath $(BUILD)) $(LUA_TESTS)' \
  lua/lua5.4='sh compat/lua/tests/run.sh $(LUA54) $(abspath $(BUILD)) $(LUA_TESTS)'

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
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) -Wl,-rpath,$(abspath $(BUILD)) -o $@ $(LUA_OBJECTS) -L$(BUILD) -lvce

-include $(LUA_OBJECTS:.o=.d)

# The Lua files for both interpreters, the module for Lua 5.4 if it can be built here.
.PHONY: lua install-lua uninstall-lua
lua: $(LUA_MODULE)

LUA_SHARE = $(DESTDIR)$(PREFIX)/share/lua
LUA_LIB = $(DESTDIR)$(PREFIX)/lib/lua/5.4/vce

install-lua: $(if $(HAVE_LUA),$(LUA_OBJECTS)) $(BUILD)/libvce.so
	$(say) INSTALL $(LUA_SHARE)
	$(Q)for version in 5.1 5.4; do \
	  $(INSTALL) -d $(LUA_SHARE)/$$version/vce && \
	  $(INSTALL) -m 644 compat/lua/vce/*.lua $(LUA_SHARE)/$$version/vce || exit 1; done
ifneq ($(HAVE_LUA),)
	$(Q)$(INSTALL) -d $(LUA_LIB)
	$(Q)$(CC) -shared $(FLAGS) $(LDFLAGS) -Wl,-rpath,$(LIBDIR) -o $(LUA_LIB)/core.so $(LUA_OBJECTS) -L$(BUILD) -lvce
endif

uninstall-lua:
	$(say) REMOVE $(LUA_SHARE)
	$(Q)rm -rf $(LUA_SHARE)/5.1/vce $(LUA_SHARE)/5.4/vce $(LUA_LIB)
