/* The C module of the Lua binding: `vce.core`, for plain Lua 5.4.
 *
 * functions.c is generated: one wrapper per function of vce.h, and the C functions that stand for
 * Lua callbacks. values.c converts values, memory.c makes the C memory that pointers need,
 * callbacks.c runs Lua functions, module.c is the rest.
 */
#ifndef VCE_LUA_CORE_H
#define VCE_LUA_CORE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr() */
#endif

#include <lauxlib.h>
#include <lua.h>

#include "vce.h"

/* ---- Types of memory ---- */

typedef enum {
  VL_CHAR,
  VL_SHORT,
  VL_USHORT,
  VL_INT,
  VL_UINT,
  VL_INT64,
  VL_SIZE,
  VL_TIME,
  VL_POINTER,
  VL_CONN,
  VL_STRUCT
} vl_shape;

typedef struct {
  const char *name;
  vl_shape shape;
  size_t offset;
} vl_field;

typedef struct {
  const char *name;
  vl_shape shape;
  size_t size; /* bytes */
  const vl_field *fields;
  size_t field_count;
} vl_type;

extern const vl_type vl_types[]; /* ends with a NULL name */

/* ---- Values: arguments that do not fit raise a Lua error ---- */

/* An integer of a range; the error tells the name and the range. */
lua_Integer vl_integer(lua_State *L, int index, const char *name, lua_Integer least,
                       lua_Integer greatest);
conn_t vl_conn(lua_State *L, int index);

/* Text that ends with NUL: a string, memory, an address or nil. Not const, as some prototypes of
 * old are not, but only for parameters that the library reads. */
char *vl_text(lua_State *L, int index);

/* Input of at least that many bytes, likewise: a string, memory, an address (whose size is not
 * known) or nil. */
void *vl_bytes(lua_State *L, int index, size_t bytes);

/* Memory, an address or nil, also for output. */
void *vl_pointer(lua_State *L, int index, size_t bytes);

/* What string.format() makes of this argument and all behind it; "" for nil. */
const char *vl_format(lua_State *L, int index);

/* A length as a size: 0 if it is negative. */
#define vl_count(n) ((n) > 0 ? (size_t)(n) : (size_t)0)

void vl_push_conn(lua_State *L, conn_t c);
void vl_push_pointer(lua_State *L, const void *p); /* nil for NULL */

/* vce_verrout() for arguments of its own. */
void vl_verrout(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- Memory ---- */

/* The address of memory of at least `bytes` bytes at that index; anything else raises an error. */
void *vl_memory(lua_State *L, int index, size_t bytes);
size_t vl_memory_bytes(lua_State *L, int index);
int vl_is_memory(lua_State *L, int index);

void vl_open_values(lua_State *L); /* their metatables and functions, into the table on top */
void vl_open_memory(lua_State *L);

/* ---- Callbacks ---- */

typedef void (*vl_function)(void);

typedef struct {
  const char *name;
  const vl_function *slots;
} vl_kind;

extern const vl_kind vl_kinds[]; /* ends with a NULL name */

/* A C callback carries no data, so each Lua function needs a C function of its own: a slot. */
#define VL_EACH_SLOT(F)                                                                            \
  F(0)                                                                                             \
  F(1)                                                                                             \
  F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15) F(16) F(17) F(18)    \
      F(19) F(20) F(21) F(22) F(23) F(24) F(25) F(26) F(27) F(28) F(29) F(30) F(31)
enum { VL_SLOTS = 32, VL_KINDS_MAX = 32 };

typedef enum { VL_NOTHING, VL_INTEGER } vl_result;

/* Calls the Lua function of a slot. An error in it is reported, and `failed` is the result. */
int vl_run(int kind, int slot, int (*push)(lua_State *, const void *), const void *arguments,
           vl_result result, int failed);
void *vl_run_pointer(int kind, int slot, int (*push)(lua_State *, const void *),
                     const void *arguments);

/* The C function of the callback object at that index; NULL for nil. */
vl_function vl_callback(lua_State *L, int index, int kind);

/* Around every call of the library: callbacks run in the thread that called last. */
lua_State *vl_enter(lua_State *L);
void vl_leave(lua_State *outer);

void vl_open_callbacks(lua_State *L); /* fails if another Lua state of the process did it */

extern const luaL_Reg vl_functions[]; /* ends with a NULL name */

int luaopen_vce_core(lua_State *L);

#endif
