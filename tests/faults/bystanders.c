#include "bystanders.h"

#include <stdio.h>
#include <string.h>

#include "app.h"

enum { ACCEPTED, DIALLED, COUNT, RECORD = 8, AHEAD = 12, BURST = 3, SETTLE_BEATS = 400 };

typedef struct bystander {
  conn_t conn;
  int fd;       /* of the connection */
  int peer;     /* the other end */
  int sent;     /* records sent by the peer */
  int received; /* records that the program has received */
  int answered; /* answers that the program has queued */
  int heard;    /* answers that the peer has read */
  size_t held;  /* bytes of an incomplete answer */
  char answer[RECORD * 64];
  bool ended; /* the closewatcher has run */
} bystander;

static bystander all[COUNT];
static bool open, silent;

/* Both formats take 8 bytes on the wire: "\0\6123456" and "1234567\n". */
static void make_record(int which, int number, char *out) {
  char digits[16];
  snprintf(digits, sizeof digits, which == ACCEPTED ? "%06d" : "%07d", number);
  if (which == ACCEPTED) {
    memcpy(out, "\0\6", 2);
    memcpy(out + 2, digits, 6);
  } else {
    memcpy(out, digits, 7);
    out[7] = '\n';
  }
}

/* What cannot be queued now for lack of memory is queued later. */
static void answer(int which) {
  bystander *b = &all[which];
  while (b->answered < b->received) {
    char record[RECORD];
    make_record(which, b->answered, record);
    const int result =
        which == ACCEPTED ? RESULT(vce_protocol_unparser_bin16(b->conn, record + 2, 6), VCE_EWBFULL)
                          : RESULT(vce_protocol_unparser_text(b->conn, record, 7), VCE_EWBFULL);
    if (result < 0) {
      CHECK(faults_struck());
      return;
    }
    ++b->answered;
  }
}

static int on_record(int which, const char *data, int length) {
  char expected[RECORD];
  make_record(which, all[which].received, expected);
  const int payload = which == ACCEPTED ? 6 : 7;
  CHECK_INT(length, payload);
  CHECK(memcmp(data, which == ACCEPTED ? expected + 2 : expected, (size_t)payload) == 0);
  ++all[which].received;
  answer(which);
  return 0;
}

static int on_accepted_record(conn_t c, char *data, int length) {
  (void)c;
  return on_record(ACCEPTED, data, length);
}

static int on_dialled_record(conn_t c, char *data, int length) {
  (void)c;
  return on_record(DIALLED, data, length);
}

static int on_end(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  for (int i = 0; i < COUNT; ++i)
    if (vce_conn_is_equal(all[i].conn, c)) all[i].ended = true;
  return 0;
}

static void no_final(conn_t c) { (void)c; }

static tcpcontext_t context_for(int which) {
  options_t o = options();
  o.rblen = RECORD * AHEAD;
  o.wblen = RECORD * AHEAD * 2;
  o.timeout = 100000000;
  o.calls = 2;
  const bool server = which == ACCEPTED;
  o.parser = server ? vce_protocol_parser_bin16 : vce_protocol_parser_text;
  tcpcontext_t t = server ? make_server(&o) : make_client(&o);
  vce_tcpcontext_set_conn_parser(t, o.parser, server ? on_accepted_record : on_dialled_record);
  SETTER(vce_tcpcontext_set_conn_closewatcher(t, on_end));
  vce_tcpcontext_set_conn_acceptwatcher(t, NULL);
  vce_tcpcontext_set_conn_finalizer(t, no_final);
  return t;
}

void bystanders_open(void) {
  memset(all, 0, sizeof all);
  silent = false;
  tcpcontext_t server = context_for(ACCEPTED), client = context_for(DIALLED);
  keep_contexts();
  link_t l = join_server(server);
  all[ACCEPTED].conn = l.conn;
  all[ACCEPTED].peer = l.peer;
  int port = 0;
  const int listener = peer_listen(&port);
  all[DIALLED].conn = connect_to(client, "127.0.0.1", port);
  settle();
  all[DIALLED].peer = peer_accept(listener);
  if (peer_at_end(all[DIALLED].peer)) { /* what is left of an attempt that failed late */
    CHECK(faults_struck());
    all[DIALLED].peer = peer_accept(listener);
  }
  for (int i = 0; i < COUNT; ++i) all[i].fd = conn_fd(all[i].conn);
  faults_forget_touched();
  open = true;
}

void bystanders_silence(bool yes) { silent = yes; }

void bystanders_speak(void) {
  if (!open || silent) return;
  for (int i = 0; i < COUNT; ++i)
    for (int n = 0; n < BURST && all[i].sent < all[i].heard + AHEAD; ++n) {
      char record[RECORD];
      make_record(i, all[i].sent, record);
      if (peer_send_some(all[i].peer, record, RECORD) != RECORD) break; /* it is over */
      ++all[i].sent;
    }
}

void bystanders_listen(void) {
  if (!open) return;
  for (int i = 0; i < COUNT; ++i) {
    bystander *b = &all[i];
    if (!b->ended) answer(i);
    b->held += peer_take(b->peer, b->answer + b->held, sizeof b->answer - b->held);
    size_t used = 0;
    for (; used + RECORD <= b->held; used += RECORD) {
      char expected[RECORD];
      make_record(i, b->heard, expected);
      CHECK(memcmp(b->answer + used, expected, RECORD) == 0);
      ++b->heard;
    }
    b->held -= used;
    memmove(b->answer, b->answer + used, b->held);
  }
}

static bool all_heard(void) {
  for (int i = 0; i < COUNT; ++i)
    if (!faults_touched(all[i].fd) && (all[i].heard < all[i].sent || all[i].held > 0)) return false;
  return true;
}

void bystanders_settle(void) {
  faults_pause();
  silent = true;
  for (int i = 0; i < SETTLE_BEATS && !all_heard(); ++i) {
    beat();
    if (i > 10) poll(NULL, 0, 1); /* without TCP_NODELAY the system may take its time */
  }
  for (int i = 0; i < COUNT; ++i) {
    if (faults_touched(all[i].fd)) continue;
    const char *name = i == ACCEPTED ? "accepted" : "dialled";
    if (all[i].ended) check_failed(__FILE__, __LINE__, "the %s bystander was ended", name);
    if (all[i].heard != all[i].sent)
      check_failed(__FILE__, __LINE__,
                   "the %s bystander sent %d records, %d were received, %d "
                   "answered, %d heard",
                   name, all[i].sent, all[i].received, all[i].answered, all[i].heard);
  }
  faults_resume();
}

int bystanders_count(void) {
  int n = 0;
  for (int i = 0; open && i < COUNT; ++i) n += vce_conn_is_valid(all[i].conn);
  return n;
}

void bystanders_forget(void) { open = false; }
