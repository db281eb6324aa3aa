/* Lua functions as C callbacks.
 *
 * Everything that may raise a Lua error runs inside lua_pcall(): an error must not unwind through
 * the library. Callbacks run in the Lua thread that called the library.
 */
#include "core.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char *const callback_name = "vce.callback";
static const char *const report_key = "vce.report"; /* what raw.on_callback_error() is kept under */

typedef struct {
  int kind;
  int slot; /* -1: a parser of the library, or freed */
  vl_function function;
} callback;

static int references[VL_KINDS_MAX][VL_SLOTS]; /* of the Lua functions; 0 = free */
static lua_State *current;                     /* the thread inside a call of the library */
static lua_State *owner;                       /* main thread of the Lua state that may use it */

lua_State *vl_enter(lua_State *L) {
  lua_State *outer = current;
  current = L;
  return outer;
}

void vl_leave(lua_State *outer) { current = outer; }

/* ---- Running ---- */

typedef struct {
  int kind, slot;
  int (*push)(lua_State *, const void *);
  const void *arguments;
  vl_result result;
  int answer;
  void *pointer;
} call;

static int run_protected(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  lua_rawgeti(L, LUA_REGISTRYINDEX, references[c->kind][c->slot]);
  const int count = c->push ? c->push(L, c->arguments) : 0;
  lua_call(L, count, 1);
  if (c->result == VL_NOTHING)
    return 0;
  int is_integer = 1;
  lua_Integer n = 0;
  if (!lua_isnil(L, -1))
    n = lua_tointegerx(L, -1, &is_integer);
  if (!is_integer || lua_type(L, -1) == LUA_TSTRING || n < INT_MIN || n > INT_MAX)
    return luaL_error(L, "callback %s returned a %s, not an integer", vl_kinds[c->kind].name,
                      luaL_typename(L, -1));
  c->answer = (int)n;
  return 0;
}

static int run_pointer_protected(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  lua_rawgeti(L, LUA_REGISTRYINDEX, references[c->kind][c->slot]);
  lua_call(L, c->push(L, c->arguments), 1);
  c->pointer = vl_pointer(L, -1, 0);
  return 0;
}

static int add_traceback(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING)
    luaL_traceback(L, L, lua_tostring(L, 1), 1);
  return 1;
}

/* The error on top goes to the function that raw.on_callback_error() set. */
static int report_protected(lua_State *L) {
  const call *c = lua_touserdata(L, 1);
  lua_getfield(L, LUA_REGISTRYINDEX, report_key);
  lua_pushstring(L, vl_kinds[c->kind].name);
  lua_pushvalue(L, 2);
  lua_call(L, 2, 0);
  return 0;
}

static void run(call *c, lua_CFunction protected) {
  lua_State *L = current;
  if (!L || references[c->kind][c->slot] == 0 || !lua_checkstack(L, 8))
    return;
  const int top = lua_gettop(L);
  lua_pushcfunction(L, add_traceback);
  lua_pushcfunction(L, protected);
  lua_pushlightuserdata(L, c);
  if (lua_pcall(L, 1, 0, top + 1) != LUA_OK) {
    lua_pushcfunction(L, report_protected);
    lua_pushlightuserdata(L, c);
    lua_pushvalue(L, -3);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK)
      fprintf(stderr, "vce: the report of a failed callback failed\n");
  }
  lua_settop(L, top);
}

int vl_run(int kind, int slot, int (*push)(lua_State *, const void *), const void *arguments,
           vl_result result, int failed) {
  call c = {kind, slot, push, arguments, result, failed, NULL};
  run(&c, run_protected);
  return c.answer;
}

void *vl_run_pointer(int kind, int slot, int (*push)(lua_State *, const void *),
                     const void *arguments) {
  call c = {kind, slot, push, arguments, VL_NOTHING, 0, NULL};
  run(&c, run_pointer_protected);
  return c.pointer;
}

/* ---- Making and giving back ---- */

vl_function vl_callback(lua_State *L, int index, int kind) {
  if (lua_isnoneornil(L, index))
    return NULL;
  const callback *c = luaL_checkudata(L, index, callback_name);
  luaL_argcheck(L, c->function != NULL, index, "the callback was freed");
  if (c->kind != kind)
    luaL_argerror(L, index,
                  lua_pushfstring(L, "callback %s, %s is needed", vl_kinds[c->kind].name,
                                  vl_kinds[kind].name));
  return c->function;
}

static int kind_of(lua_State *L, int index) {
  const char *name = luaL_checkstring(L, index);
  for (int n = 0; vl_kinds[n].name; n++)
    if (strcmp(vl_kinds[n].name, name) == 0)
      return n;
  return luaL_argerror(L, index, lua_pushfstring(L, "no kind of callback %s", name));
}

static void push_callback(lua_State *L, int kind, int slot, vl_function function) {
  callback *c = lua_newuserdatauv(L, sizeof *c, 0);
  *c = (callback){kind, slot, function};
  luaL_setmetatable(L, callback_name);
}

/* raw.callback(kind, function) */
static int make_callback(lua_State *L) {
  const int kind = kind_of(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  for (int slot = 0; slot < VL_SLOTS; slot++) {
    if (references[kind][slot] != 0)
      continue;
    push_callback(L, kind, slot, vl_kinds[kind].slots[slot]);
    lua_pushvalue(L, 2);
    references[kind][slot] = luaL_ref(L, LUA_REGISTRYINDEX);
    return 1;
  }
  return luaL_error(L, "all %d callbacks of the kind %s are in use", VL_SLOTS, vl_kinds[kind].name);
}

/* raw.free_callback(callback): the library must not use it any more. */
static int free_callback(lua_State *L) {
  callback *c = luaL_checkudata(L, 1, callback_name);
  luaL_argcheck(L, c->slot >= 0, 1, "not a callback that raw.callback() made, or freed before");
  luaL_unref(L, LUA_REGISTRYINDEX, references[c->kind][c->slot]);
  references[c->kind][c->slot] = 0;
  c->slot = -1;
  c->function = NULL;
  return 0;
}

/* raw.on_callback_error(function): gets the kind and the error of each callback that fails. Returns
 * the function that was set before. */
static int on_callback_error(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_getfield(L, LUA_REGISTRYINDEX, report_key);
  lua_pushvalue(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, report_key);
  return 1;
}

/* The Lua state ends: what it gave to the library must never be called again. */
static int forget_all(lua_State *L) {
  (void)L;
  memset(references, 0, sizeof references);
  current = owner = NULL;
  vce_finalize();
  return 0;
}

/* The library has one state for the whole process, and callbacks must find their Lua functions. */
static void claim_library(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  lua_State *mine = lua_tothread(L, -1);
  lua_pop(L, 1);
  if (owner == mine)
    return;
  if (owner)
    luaL_error(L, "libvce is in use by another Lua state of this process");
  lua_newuserdatauv(L, 0, 0); /* collected when the state closes */
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, forget_all);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, "vce.owner");
  owner = mine;
}

static void push_parser(lua_State *L, const char *name, int (*parser)(conn_t)) {
  lua_pushliteral(L, "parser");
  push_callback(L, kind_of(L, lua_gettop(L)), -1, (vl_function)parser);
  lua_setfield(L, -3, name);
  lua_pop(L, 1);
}

void vl_open_callbacks(lua_State *L) {
  claim_library(L);
  luaL_newmetatable(L, callback_name);
  lua_pop(L, 1);
  static const luaL_Reg functions[] = {{"callback", make_callback},
                                       {"free_callback", free_callback},
                                       {"on_callback_error", on_callback_error},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_newtable(L);
  push_parser(L, "bin16", vce_protocol_parser_bin16);
  push_parser(L, "bin32", vce_protocol_parser_bin32);
  push_parser(L, "text", vce_protocol_parser_text);
  push_parser(L, "through", vce_protocol_parser_through);
  lua_setfield(L, -2, "parsers");
}
