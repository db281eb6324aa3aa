/* Any record given to generated stubs, on both sides of two protocols of tests/gen/data. What a
 * record delivers is sent by the other side's stub; that record must deliver and send the same
 * again. */
#include "input.h"

#include "every_sv.h"
#include "lobby_cli.h"
#include "lobby_sv.h"

/* The two sides of `every` share the names of one message; the rules rename the client's. */
#define every_scalars_send every_cli_scalars_send
#define every_scalars_recv every_cli_scalars_recv
#include "every_cli.h"
#undef every_scalars_send
#undef every_scalars_recv

int every_cli_scalars_send(conn_t _c, char a, unsigned char b, short c, unsigned short d, int e,
                           unsigned int f, VCEI64 g, float h);
int every_cli_scalars_recv(conn_t _c, short c, VCEI64 g);

enum { RECORD_MAX = 8192 };

static char record[RECORD_MAX];
static int record_size; /* -1: none was sent */
static int received;
static const conn_t some_conn = {(void *)0x15, 7};

static int keep(conn_t c, char *data, int size) {
  REQUIRE(vce_conn_is_equal(c, some_conn) && size >= 2 && size <= RECORD_MAX);
  memcpy(record, data, (size_t)size);
  record_size = size;
  return size;
}

int lobby_sv_sender(conn_t c, char *data, int size) { return keep(c, data, size); }
int lobby_cli_sender(conn_t c, char *data, int size) { return keep(c, data, size); }
int every_sv_sender(conn_t c, char *data, int size) { return keep(c, data, size); }
int every_cli_sender(conn_t c, char *data, int size) { return keep(c, data, size); }

static int on_error(int e) {
  REQUIRE(e < 0);
  return -1;
}

int lobby_sv_recv_error_callback(conn_t c, int e) { return (void)c, on_error(e); }
int lobby_cli_recv_error_callback(conn_t c, int e) { return (void)c, on_error(e); }
int every_sv_recv_error_callback(conn_t c, int e) { return (void)c, on_error(e); }
int every_cli_recv_error_callback(conn_t c, int e) { return (void)c, on_error(e); }

/* Long records are let through. */
int lobby_toolong_recv_warning(conn_t c, int id, int size) { return (void)c, id < 0 || size < 0; }
int every_toolong_recv_warning(conn_t c, int id, int size) { return (void)c, id < 0 || size < 0; }
int lobby_toomany_recv_warning(conn_t c, int id) { return (void)c, id < 0; }
int every_toomany_recv_warning(conn_t c, int id) { return (void)c, id < 0; }

/* ---- What is received is looked at and sent ---- */

static void check_string(const char *s, size_t longest) { REQUIRE(strlen(s) <= longest); }

static void check_strings(const char *const *s, int count, int most, size_t longest) {
  REQUIRE(count >= 0 && count <= most);
  for (int i = 0; i < count; ++i)
    check_string(s[i], longest);
}

static void check_count(int count, int most) { REQUIRE(count >= 0 && count <= most); }

#define RECEIVED(send) (++received, (void)(send), 0)

int lobby_login_recv(conn_t c, const char *name, unsigned token, unsigned short flags) {
  check_string(name, 16);
  return RECEIVED(lobby_login_send(c, name, token, flags));
}

int lobby_say_recv(conn_t c, int room, const char *line) {
  check_string(line, 300);
  return RECEIVED(lobby_say_send(c, room, line));
}

int lobby_upload_recv(conn_t c, const char *blob, int size, unsigned offset) {
  check_count(size, 300);
  return RECEIVED(lobby_upload_send(c, blob, size, offset));
}

int lobby_tags_recv(conn_t c, const char *const *names, int count, short after) {
  check_strings(names, count, 8, 15);
  return RECEIVED(lobby_tags_send(c, names, count, after));
}

int lobby_leave_recv(conn_t c) { return RECEIVED(lobby_leave_send(c)); }

int lobby_login_result_recv(conn_t c, int status, const char *motd) {
  check_string(motd, 300);
  return RECEIVED(lobby_login_result_send(c, status, motd));
}

int lobby_said_recv(conn_t c, int room, const char *who, const char *line) {
  check_string(who, 16);
  check_string(line, 300);
  return RECEIVED(lobby_said_send(c, room, who, line));
}

int lobby_rooms_recv(conn_t c, const int *ids, int ids_len, const char *const *names, int count) {
  check_count(ids_len, 8);
  check_strings(names, count, 8, 15);
  return RECEIVED(lobby_rooms_send(c, ids, ids_len, names, count));
}

int lobby_tick_recv(conn_t c, VCEI64 usec) { return RECEIVED(lobby_tick_send(c, usec)); }

int every_scalars_recv(conn_t _c, char a, unsigned char b, short c, unsigned short d, int e,
                       unsigned f, VCEI64 g, float h) {
  return RECEIVED(every_cli_scalars_send(_c, a, b, c, d, e, f, g, h));
}

int every_arrays_recv(conn_t _c, const char *a, int a_len, const unsigned char *b, int b_len,
                      const short *c, int c_len, const unsigned short *d, int d_len, const int *e,
                      int e_len, const unsigned *f, int f_len, const VCEI64 *g, int g_len,
                      const float *h, int h_len) {
  const int lengths[] = {b_len, c_len, d_len, e_len, f_len, g_len, h_len};
  check_count(a_len, 300);
  for (size_t i = 0; i < ELEMENTOF(lengths); ++i)
    check_count(lengths[i], 4);
  return RECEIVED(every_arrays_send(_c, a, a_len, b, b_len, c, c_len, d, d_len, e, e_len, f, f_len,
                                    g, g_len, h, h_len));
}

int every_text_recv(conn_t c, const char *s, const char *const *list, int count) {
  check_string(s, 64);
  check_strings(list, count, 4, 7);
  return RECEIVED(every_text_send(c, s, list, count));
}

int every_big_recv(conn_t c, const int *v, int count) {
  check_count(count, 300);
  return RECEIVED(every_big_send(c, v, count));
}

int every_one_recv(conn_t c, every_pt p, every_info q) {
  check_count(q.raw_len, 3);
  check_count(q.n_len, 2);
  return RECEIVED(every_one_send(c, p, q));
}

int every_points_recv(conn_t c, every_pt *p, int count) {
  check_count(count, 4);
  return RECEIVED(every_points_send(c, p, count));
}

int every_nothing_recv(conn_t c) { return RECEIVED(every_nothing_send(c)); }
int every_nothing2_recv(conn_t c) { return RECEIVED(every_nothing2_send(c)); }
int every_guarded_recv(conn_t c, int x) { return RECEIVED(every_guarded_send(c, x)); }

int every_many_recv(conn_t c, every_item *items, int count, int tail) {
  check_count(count, 3);
  for (int i = 0; i < count; ++i) {
    check_string(items[i].name, 7);
    check_count(items[i].v_len, 2);
  }
  return RECEIVED(every_many_send(c, items, count, tail));
}

int every_mirror_recv(conn_t c, char a, const unsigned char *b, int b_len, const char *s,
                      const char *const *list, int count, float h) {
  check_count(b_len, 4);
  check_string(s, 64);
  check_strings(list, count, 4, 7);
  return RECEIVED(every_mirror_send(c, a, b, b_len, s, list, count, h));
}

int every_notice_recv(conn_t c) { return RECEIVED(every_notice_send(c)); }

int every_cli_scalars_recv(conn_t _c, short c, VCEI64 g) {
  return RECEIVED(every_scalars_send(_c, c, g));
}

/* ---- Records ---- */

static void receive(int side, const void *bytes, size_t size) {
  static int (*const sides[])(conn_t, char *, int) = {lobby_sv_pcallback, lobby_cli_pcallback,
                                                      every_sv_pcallback, every_cli_pcallback};
  char nothing;
  char *exact = exact_copy(bytes, size);
  received = 0;
  record_size = -1;
  sides[side](some_conn, exact ? exact : &nothing, (int)size);
  free(exact);
  REQUIRE(received <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input_t in = {data, size};
  int side = take(&in) % 4;
  receive(side, in.at, in.left);
  if (record_size < 0)
    return 0; /* refused, or longer than what may be sent */
  char first[RECORD_MAX];
  int first_size = record_size;
  memcpy(first, record, (size_t)first_size);
  receive(side, first, (size_t)first_size);
  REQUIRE(received == 1 && record_size == first_size);
  REQUIRE(memcmp(record, first, (size_t)first_size) == 0);
  return 0;
}
