/* Choosing connections, contexts and parsers by number, and their names in the printed test. */
#include "operation.h"

#include <string.h>

int pick_conn(int n) {
  n %= model.conns + INVALID_HANDLES;
  if (n >= model.conns)
    n = model.conns - 1 - n; /* -1 to -4 */
  return model.conns == 0 && n < GARBAGE ? GARBAGE : n;
}

conn_t handle_of(int c) {
  conn_t h = {NULL, 0};
  if (c >= 0)
    return model.conn[c].handle;
  if (c == GARBAGE)
    h = (conn_t){(void *)0x7f1234567890, 7};
  if (c < GARBAGE)
    h = model.conn[model.conns - 1].handle;
  if (c == WRONG_SERIAL)
    h.serial += 1000;
  if (c == ZERO_SERIAL)
    h.serial = 0;
  return h;
}

/* The handle in the printed test. */
const char *name_of(int c) {
  static char names[4][64];
  static int turn;
  char *name = names[turn = (turn + 1) % 4];
  if (c >= 0)
    snprintf(name, sizeof names[0], "c[%d]", c);
  if (c == NULL_HANDLE)
    return "null_conn";
  if (c == GARBAGE)
    return "(conn_t){(void *)0x7f1234567890, 7}";
  if (c < GARBAGE)
    snprintf(name, sizeof names[0],
             c == WRONG_SERIAL ? "(conn_t){c[%d].p, c[%d].serial + 1000}"
                               : "(conn_t){c[%d].p, 0 * c[%d].serial}",
             model.conns - 1, model.conns - 1);
  return name;
}

int pick_context(int n) {
  n %= model.contexts + 1;
  return n == model.contexts ? -1 : n;
}

tcpcontext_t context_of(int t) { return t < 0 ? NULL : model.context[t].handle; }

const char *context_name(int t) {
  static char name[16];
  if (t < 0)
    return "NULL";
  snprintf(name, sizeof name, "t[%d]", t);
  return name;
}

/* A living server, or -1. */
int pick_server(int n) {
  int servers[CONTEXTS], count = 0;
  for (int t = 0; t < model.contexts; ++t)
    if (model.context[t].alive && model.context[t].listening)
      servers[count++] = t;
  return count ? servers[n % count] : -1;
}

int (*parser_of(parser_kind kind))(conn_t) {
  static int (*const parsers[])(conn_t) = {NULL,
                                           on_parser,
                                           vce_protocol_parser_bin16,
                                           vce_protocol_parser_bin32,
                                           vce_protocol_parser_text,
                                           vce_protocol_parser_through};
  return parsers[kind];
}

const char *parser_name(parser_kind kind) {
  static const char *const names[] = {"NULL",
                                      "record_parser",
                                      "vce_protocol_parser_bin16",
                                      "vce_protocol_parser_bin32",
                                      "vce_protocol_parser_text",
                                      "vce_protocol_parser_through"};
  return names[kind];
}
