/* What the tests of connects share: clients that keep the text of an end. */
#ifndef TESTS_BEHAVIOUR_CONNECTING_H
#define TESTS_BEHAVIOUR_CONNECTING_H

#include "../support/harness.h"

#include <stdio.h>
#include <string.h>

enum { TEXT = 512 };

static char end_text[TEXT];
static int end_length;

static inline int keep_end_text(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  end_length = vce_conn_get_end_detail(c, end_text, TEXT);
  return 0;
}

static inline tcpcontext_t dialler(int nonblock, int timeout) {
  options_t o = options();
  o.nonblock = nonblock;
  o.timeout = timeout;
  tcpcontext_t t = open_client(&o);
  on.close = keep_end_text;
  end_text[0] = '\0';
  end_length = 0;
  return t;
}

static inline conn_t connect_to(tcpcontext_t t, const char *host, int port) {
  conn_t c = vce_tcpcontext_connect(t, host, (unsigned short)port);
  if (c.p != NULL)
    events_know(c);
  return c;
}

static inline const char *last_error_text(void) {
  static char text[TEXT];
  CHECK_INT(vce_get_last_error_detail(text, TEXT), (long long)strlen(text));
  return text;
}

#endif
