/* Lua values as arguments of C functions, and back. */
#include "core.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

static const char *const conn_name = "vce.conn_t";

lua_Integer vl_integer(lua_State *L, int index, const char *name, lua_Integer least,
                       lua_Integer greatest) {
  int is_integer;
  const lua_Integer n = lua_tointegerx(L, index, &is_integer);
  if (!is_integer && !lua_isnumber(L, index))
    luaL_checktype(L, index, LUA_TNUMBER);
  if (!is_integer || n < least || n > greatest)
    luaL_argerror(L, index,
                  lua_pushfstring(L, "%s %s is %s %I to %I", name, luaL_tolstring(L, index, NULL),
                                  is_integer ? "outside" : "not an integer of", least, greatest));
  return n;
}

conn_t vl_conn(lua_State *L, int index) { return *(conn_t *)luaL_checkudata(L, index, conn_name); }

char *vl_text(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TSTRING)
    return (char *)(uintptr_t)lua_tostring(L, index);
  return vl_pointer(L, index, 1);
}

void *vl_bytes(lua_State *L, int index, size_t bytes) {
  if (lua_type(L, index) != LUA_TSTRING)
    return vl_pointer(L, index, bytes);
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  luaL_argcheck(L, bytes <= length, index, "the string is shorter than the given length");
  return (void *)(uintptr_t)text;
}

void *vl_pointer(lua_State *L, int index, size_t bytes) {
  switch (lua_type(L, index)) {
  case LUA_TNONE:
  case LUA_TNIL:
    return NULL;
  case LUA_TLIGHTUSERDATA:
    return lua_touserdata(L, index);
  default:
    return vl_memory(L, index, bytes);
  }
}

const char *vl_format(lua_State *L, int index) {
  if (lua_isnoneornil(L, index))
    return "";
  const int arguments = lua_gettop(L) - index + 1;
  luaL_checkstring(L, index);
  lua_getglobal(L, "string");
  lua_getfield(L, -1, "format");
  lua_remove(L, -2);
  lua_insert(L, index);
  lua_call(L, arguments, 1);
  return lua_tostring(L, index);
}

void vl_push_conn(lua_State *L, conn_t c) {
  *(conn_t *)lua_newuserdatauv(L, sizeof c, 0) = c;
  luaL_setmetatable(L, conn_name);
}

void vl_push_pointer(lua_State *L, const void *p) {
  if (p)
    lua_pushlightuserdata(L, (void *)(uintptr_t)p);
  else
    lua_pushnil(L);
}

void vl_verrout(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vce_verrout(format, arguments);
  va_end(arguments);
}

/* raw.conn(p, serial): a handle of its two parts. */
static int make_conn(lua_State *L) {
  const conn_t c = {vl_pointer(L, 1, 0), (unsigned int)vl_integer(L, 2, "serial", 0, UINT32_MAX)};
  vl_push_conn(L, c);
  return 1;
}

static int conn_field(lua_State *L) {
  const conn_t c = vl_conn(L, 1);
  const char *name = luaL_checkstring(L, 2);
  if (strcmp(name, "serial") == 0)
    lua_pushinteger(L, c.serial);
  else if (strcmp(name, "p") == 0)
    vl_push_pointer(L, c.p);
  else
    return luaL_error(L, "conn_t has no field %s", name);
  return 1;
}

/* raw.string(address [, length]): a copy of the bytes there, up to the first NUL without length. */
static int string_at(lua_State *L) {
  const int bounded = !lua_isnoneornil(L, 2);
  const size_t length = bounded ? (size_t)vl_integer(L, 2, "length", 0, LUA_MAXINTEGER) : 0;
  const char *from = vl_pointer(L, 1, length);
  luaL_argcheck(L, from || (bounded && length == 0), 1, "no address");
  size_t count = length;
  if (!bounded && vl_is_memory(L, 1))
    count = strnlen(from, vl_memory_bytes(L, 1));
  else if (!bounded)
    count = strlen(from);
  lua_pushlstring(L, from ? from : "", count);
  return 1;
}

/* raw.key(address): a value that is the same for the same address, for use as a key of a table. */
static int key_of(lua_State *L) {
  vl_push_pointer(L, vl_pointer(L, 1, 0));
  return 1;
}

void vl_open_values(lua_State *L) {
  luaL_newmetatable(L, conn_name);
  lua_pushcfunction(L, conn_field);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  static const luaL_Reg functions[] = {
      {"conn", make_conn}, {"string", string_at}, {"key", key_of}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
