/* Memory with a C type: raw.new(type, count), an array whose index begins at 0.
 *
 * Elements are read and assigned; a structure is read as a view of itself, whose fields are read
 * and assigned. A pointer does not keep alive what it points to.
 */
#include "core.h"

#include <stdint.h>
#include <string.h>

static const char *const memory_name = "vce.memory";

typedef struct {
  char *address;
  const vl_type *type;
  size_t count;
  int is_view; /* of an element; its user value is the memory that it belongs to */
} memory;

static memory *check_memory(lua_State *L, int index) {
  return luaL_checkudata(L, index, memory_name);
}

int vl_is_memory(lua_State *L, int index) { return luaL_testudata(L, index, memory_name) != NULL; }

size_t vl_memory_bytes(lua_State *L, int index) {
  const memory *m = check_memory(L, index);
  return m->count * m->type->size;
}

void *vl_memory(lua_State *L, int index, size_t bytes) {
  const memory *m = check_memory(L, index);
  if (bytes > m->count * m->type->size)
    luaL_argerror(L, index,
                  lua_pushfstring(L, "memory of %I bytes, %I are needed",
                                  (lua_Integer)(m->count * m->type->size), (lua_Integer)bytes));
  return m->address;
}

static const vl_type *check_type(lua_State *L, int index) {
  const char *name = luaL_checkstring(L, index);
  for (const vl_type *t = vl_types; t->name; t++)
    if (strcmp(t->name, name) == 0)
      return t;
  luaL_argerror(L, index, lua_pushfstring(L, "no type %s", name));
  return NULL;
}

static int new_memory(lua_State *L) {
  const vl_type *type = check_type(L, 1);
  const lua_Integer count = luaL_optinteger(L, 2, 1);
  luaL_argcheck(L, count >= 0 && count <= INT32_MAX, 2, "no possible number of elements");
  const size_t bytes = (size_t)count * type->size;
  memory *m = lua_newuserdatauv(L, sizeof *m + bytes, 0);
  *m = (memory){(char *)(m + 1), type, (size_t)count, 0};
  memset(m->address, 0, bytes);
  luaL_setmetatable(L, memory_name);
  return 1;
}

/* ---- Reading and storing. Fields of packed structures lie at any address. ---- */

#define READ(type, from)                                                                           \
  do {                                                                                             \
    type v;                                                                                        \
    memcpy(&v, from, sizeof v);                                                                    \
    lua_pushinteger(L, (lua_Integer)v);                                                            \
  } while (0)

static void read_value(lua_State *L, vl_shape shape, const char *from) {
  switch (shape) {
  case VL_CHAR:
    READ(char, from);
    break;
  case VL_SHORT:
    READ(short, from);
    break;
  case VL_USHORT:
    READ(unsigned short, from);
    break;
  case VL_INT:
    READ(int, from);
    break;
  case VL_UINT:
    READ(unsigned int, from);
    break;
  case VL_INT64:
    READ(VCEI64, from);
    break;
  case VL_SIZE:
    READ(size_t, from);
    break;
  case VL_TIME:
    READ(time_t, from);
    break;
  case VL_POINTER: {
    void *p;
    memcpy(&p, from, sizeof p);
    vl_push_pointer(L, p);
    break;
  }
  case VL_CONN: {
    conn_t c;
    memcpy(&c, from, sizeof c);
    vl_push_conn(L, c);
    break;
  }
  case VL_STRUCT:
    luaL_error(L, "a structure has no value of its own");
  }
}

#define STORE(type, to, least, greatest)                                                           \
  do {                                                                                             \
    const type v = (type)vl_integer(L, index, name, least, greatest);                              \
    memcpy(to, &v, sizeof v);                                                                      \
  } while (0)

static void store_value(lua_State *L, int index, const char *name, vl_shape shape, char *to) {
  switch (shape) {
  case VL_CHAR:
    STORE(char, to, INT8_MIN, UINT8_MAX);
    break;
  case VL_SHORT:
    STORE(short, to, INT16_MIN, UINT16_MAX);
    break;
  case VL_USHORT:
    STORE(unsigned short, to, 0, UINT16_MAX);
    break;
  case VL_INT:
    STORE(int, to, INT32_MIN, INT32_MAX);
    break;
  case VL_UINT:
    STORE(unsigned int, to, 0, UINT32_MAX);
    break;
  case VL_INT64:
    STORE(VCEI64, to, LUA_MININTEGER, LUA_MAXINTEGER);
    break;
  case VL_SIZE:
    STORE(size_t, to, 0, LUA_MAXINTEGER);
    break;
  case VL_TIME:
    STORE(time_t, to, LUA_MININTEGER, LUA_MAXINTEGER);
    break;
  case VL_POINTER: {
    const void *p = vl_bytes(L, index, 0);
    memcpy(to, &p, sizeof p);
    break;
  }
  case VL_CONN: {
    const conn_t c = vl_conn(L, index);
    memcpy(to, &c, sizeof c);
    break;
  }
  case VL_STRUCT:
    luaL_error(L, "assign the fields of a structure one by one");
  }
}

/* ---- Indexing ---- */

static char *element(lua_State *L, const memory *m) {
  const lua_Integer n = luaL_checkinteger(L, 2);
  if (n < 0 || (lua_Unsigned)n >= m->count)
    luaL_error(L, "index %I is outside the %I elements", n, (lua_Integer)m->count);
  return m->address + (size_t)n * m->type->size;
}

static const vl_field *field(lua_State *L, const vl_type *type) {
  const char *name = luaL_checkstring(L, 2);
  for (size_t n = 0; n < type->field_count; n++)
    if (strcmp(type->fields[n].name, name) == 0)
      return &type->fields[n];
  luaL_error(L, "%s has no field %s", type->name, name);
  return NULL;
}

static int get(lua_State *L) {
  const memory *m = check_memory(L, 1);
  if (m->is_view) {
    const vl_field *f = field(L, m->type);
    read_value(L, f->shape, m->address + f->offset);
  } else if (m->type->shape == VL_STRUCT) {
    char *address = element(L, m);
    memory *view = lua_newuserdatauv(L, sizeof *view, 1);
    *view = (memory){address, m->type, 1, 1};
    luaL_setmetatable(L, memory_name);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
  } else {
    read_value(L, m->type->shape, element(L, m));
  }
  return 1;
}

static int set(lua_State *L) {
  const memory *m = check_memory(L, 1);
  if (m->is_view) {
    const vl_field *f = field(L, m->type);
    store_value(L, 3, f->name, f->shape, m->address + f->offset);
  } else {
    store_value(L, 3, "the value", m->type->shape, element(L, m));
  }
  return 0;
}

/* raw.sizeof(type or memory): bytes. */
static int size_of(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING)
    lua_pushinteger(L, (lua_Integer)check_type(L, 1)->size);
  else
    lua_pushinteger(L, (lua_Integer)vl_memory_bytes(L, 1));
  return 1;
}

/* raw.copy(memory, string): stores the bytes and a NUL. */
static int copy(lua_State *L) {
  size_t length;
  const char *from = luaL_checklstring(L, 2, &length);
  memcpy(vl_memory(L, 1, length + 1), from, length + 1);
  return 0;
}

void vl_open_memory(lua_State *L) {
  static const luaL_Reg meta[] = {{"__index", get}, {"__newindex", set}, {NULL, NULL}};
  luaL_newmetatable(L, memory_name);
  luaL_setfuncs(L, meta, 0);
  lua_pop(L, 1);
  static const luaL_Reg functions[] = {
      {"new", new_memory}, {"sizeof", size_of}, {"copy", copy}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
