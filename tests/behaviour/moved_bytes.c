/* A peer that kept its read buffer full made each heartbeat move the whole buffer, for a few bytes
 * that had become free. What is moved is in proportion to what is received, and to what is sent. */
#include "../support/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { buffer = 1 << 18, heartbeats = 3000 };

static long long metric(const char *name) {
  static char text[16384];
  char line[64];
  CHECK(vce_get_counters_string(text, sizeof text) > 0);
  snprintf(line, sizeof line, "\nvce_%s ", name);
  const char *at = strstr(text, line);
  CHECK(at != NULL);
  return strtoll(at + strlen(line), NULL, 10);
}

static long long moved(void) { return metric("buffer_moved_bytes_total"); }

static int take(conn_t c, char *data, int length) {
  (void)c;
  (void)data;
  (void)length;
  return 0;
}

static void a_full_read_buffer_is_not_moved_in_each_heartbeat(void **state) {
  (void)state;
  static const int quotas[] = {1, 16, 1000};
  static char records[buffer]; /* empty ones of bin32 */
  for (size_t i = 0; i < sizeof quotas / sizeof quotas[0]; i++) {
    options_t o = options();
    o.rblen = buffer;
    o.parser = vce_protocol_parser_bin32;
    o.calls = quotas[i];
    link_t l = join(open_server(&o));
    vce_conn_set_parser(l.conn, vce_protocol_parser_bin32, take);
    const long long moved_before = moved(), received_before = metric("received_bytes_total");
    for (int n = 0; n < heartbeats; n++) {
      peer_send_some(l.peer, records, sizeof records);
      vce_heartbeat();
    }
    const long long received = metric("received_bytes_total") - received_before;
    CHECK_RANGE(received, buffer, 1LL << 40);
    CHECK_RANGE(moved() - moved_before, 0, 4 * received + heartbeats * 16384LL);
    CHECK_RANGE(vce_conn_is_valid(l.conn), 1, 1);
    events_clear();
  }
}

/* Nor is one that grows: what it held already had been copied in the heartbeat that doubled it. The
 * portable variant copies it, since mremap() is Linux's. */
static void a_large_buffer_grows_without_being_moved(void **state) {
  (void)state;
#ifdef VCE_PORTABLE
  skip();
#endif
  enum { large = 16 << 20, most = 2 << 20 };
  options_t o = options();
  o.rblen = large;
  o.parser = NULL;
  link_t l = join(open_server(&o));
  char *sent = pattern(large);
  for (size_t done = 0; (size_t)unread(l.conn) < large;) {
    done += peer_send_some(l.peer, sent + done, large - done);
    const long long before = moved();
    vce_heartbeat();
    CHECK_RANGE(moved() - before, 0, most);
  }
  char *data, *output;
  int length, output_length;
  vce_conn_get_buffer(l.conn, &data, &length, &output, &output_length);
  CHECK_INT(length, large);
  CHECK(memcmp(data, sent, large) == 0);
  free(sent);
}

/* A quota of one leaves a full buffer in each of many heartbeats, which read a record only. */
static void a_quota_of_one_moves_next_to_nothing(void **state) {
  (void)state;
  static char records[buffer];
  options_t o = options();
  o.rblen = buffer;
  o.parser = vce_protocol_parser_bin32;
  link_t l = join(open_server(&o));
  vce_conn_set_parser(l.conn, vce_protocol_parser_bin32, take);
  for (int n = 0; n < 100 || unread(l.conn) < buffer / 2; n++) {
    peer_send_some(l.peer, records, sizeof records);
    vce_heartbeat();
  }
  const long long before = moved();
  for (int n = 0; n < heartbeats; n++) {
    peer_send_some(l.peer, records, sizeof records);
    vce_heartbeat();
  }
  CHECK_RANGE(moved() - before, 0, 4 * buffer);
}

/* A long line that comes in small pieces was copied to a larger block and back for each of them. */
static void a_long_line_in_small_pieces_is_hardly_moved(void **state) {
  (void)state;
  enum { line = 200000, piece = 50 };
  options_t o = options();
  o.rblen = 1 << 20;
  link_t l = join(open_server(&o));
  const long long before = moved();
  char text[piece];
  memset(text, 'a', sizeof text);
  for (int sent = 0; sent < line; sent += piece) {
    peer_send_some(l.peer, text, sizeof text);
    PUMP_UNTIL(unread(l.conn) == sent + piece);
  }
  CHECK_RANGE(moved() - before, 0, 4 * line + 2 * 16384LL * (16384 / piece));
  peer_send_text(l.peer, "\n");
  PUMP_UNTIL(events_count('R') == 1);
}

/* What was written, as the peer must get it. The kernel takes some megabytes before the buffer of
 * the connection fills. */
enum { most = 64 << 20 };
static char *sent, *got;
static int written, received, records;

static int write_raw(conn_t c, char *data, int length) {
  return vce_conn_write(c, data, (size_t)length);
}

static const struct form {
  int (*write)(conn_t, char *, int);
  int head, tail;
} forms[] = {
    {write_raw, 0, 0},
    {vce_protocol_unparser_text, 0, 1},
    {vce_protocol_unparser_bin16, 2, 0},
    {vce_protocol_unparser_bin32, 4, 0},
};

/* Writes records until none fits or `until` bytes have been written. */
static void write_records(conn_t c, const struct form *form, int until) {
  for (;;) {
    const int length = 97 + records % 7, whole = form->head + length + form->tail;
    if (written + whole > until || vce_conn_writable(c) < whole)
      return;
    char *to = sent + written;
    memset(to, 0, (size_t)form->head);
    if (form->head > 0)
      to[form->head - 1] = (char)length;
    for (int i = 0; i < length; i++)
      to[form->head + i] = (char)('a' + (records + i) % 23);
    if (form->tail > 0)
      to[whole - 1] = '\n';
    CHECK(form->write(c, to + form->head, length) > 0);
    written += whole;
    records++;
  }
}

static void check_full_write_buffer(const struct form *form) {
  options_t o = options();
  o.wblen = buffer;
  link_t l = join_narrow(open_server(&o), 4096);
  written = received = records = 0;
  const long long end = monotonic_ms() + PATIENCE_MS;
  for (int before = -1; before != written; vce_heartbeat()) {
    before = written;
    write_records(l.conn, form, most);
  }
  CHECK_RANGE(vce_conn_writable(l.conn), 0, 200);
  CHECK_RANGE(written, buffer - 200, most / 2);
  const long long moved_before = moved();
  const int total = written + 4 * buffer;
  while (received < written || written < total - 200) {
    CHECK(monotonic_ms() < end);
    received += (int)peer_take(l.peer, got + received, 3000);
    vce_heartbeat();
    write_records(l.conn, form, total);
  }
  CHECK_INT(received, written);
  CHECK(memcmp(sent, got, (size_t)written) == 0);
  CHECK_RANGE(moved() - moved_before, 0, 4LL * total);
  vce_conn_close(l.conn);
  events_clear();
}

/* A peer that reads slowly made each write move all that was waiting for it. All arrives in order,
 * also where a record goes round the end of the buffer. */
static void a_full_write_buffer_is_not_moved_for_each_write(void **state) {
  (void)state;
  sent = malloc(most);
  got = malloc(most);
  CHECK(sent != NULL && got != NULL);
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
    check_full_write_buffer(&forms[i]);
  free(sent);
  free(got);
}

int main(void) {
  const struct CMUnitTest moved_bytes[] = {
      TEST(a_full_read_buffer_is_not_moved_in_each_heartbeat),
      TEST(a_large_buffer_grows_without_being_moved),
      TEST(a_quota_of_one_moves_next_to_nothing),
      TEST(a_long_line_in_small_pieces_is_hardly_moved),
      TEST(a_full_write_buffer_is_not_moved_for_each_write),
  };
  return RUN(moved_bytes);
}
