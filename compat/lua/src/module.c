/* The module `vce.core`. */
#include "core.h"

#include <dlfcn.h>
#include <poll.h>
#include <stdint.h>
#include <time.h>

/* raw.wait(fd, milliseconds): until the descriptor is readable, the time is over, or a signal came.
 * Returns whether something came. */
static int wait_for(lua_State *L) {
  struct pollfd p = {(int)vl_integer(L, 1, "descriptor", 0, INT32_MAX), POLLIN, 0};
  lua_pushboolean(L, poll(&p, 1, (int)vl_integer(L, 2, "time", 0, INT32_MAX)) != 0);
  return 1;
}

/* raw.seconds(): a clock that only runs forward. */
static int seconds(lua_State *L) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec / 1e9);
  return 1;
}

int luaopen_vce_core(lua_State *L) {
  lua_newtable(L);
  luaL_setfuncs(L, vl_functions, 0);
  vl_open_values(L);
  vl_open_memory(L);
  vl_open_callbacks(L);
  static const luaL_Reg functions[] = {{"wait", wait_for}, {"seconds", seconds}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  Dl_info library;
  if (dladdr((void *)(uintptr_t)vce_heartbeat, &library))
    lua_pushstring(L, library.dli_fname);
  else
    lua_pushliteral(L, "libvce.so.2");
  lua_setfield(L, -2, "path");
  return 1;
}
