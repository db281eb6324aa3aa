/* Every row of the state table of connections: each function on a handle that is null (N),
 * connecting (C), established (E), closing (D), closing before it was established (DC) and stale
 * (F); and the four scenarios of a client and a server in one process. */
#include "harness.h"

enum state { N, C, E, D, DC, F, STATES };

enum { WBLEN = 64, STATE_BYTES = 16 };

static tcpcontext_t context;

/* A connection in the wanted state. D and E have 3 unsent bytes, so that "free" is not "all". */
static conn_t conn_in(enum state wanted) {
  options_t o = options();
  int port;
  peer_listen(&port);
  o.wblen = WBLEN;
  o.state = STATE_BYTES;
  o.nonblock = wanted == C || wanted == DC;
  context = open_client(&o);
  if (wanted == N) return null_conn;
  conn_t c = dial(context, port);
  CHECK_INT(vce_conn_is_valid(c), 1);
  if (wanted == E || wanted == D) CHECK_INT(vce_conn_write(c, "abc", 3), 3);
  if (wanted == D || wanted == DC || wanted == F) vce_conn_close(c);
  if (wanted == F) {
    hb();
    CHECK_INT(connections(context), 0);
  }
  return c;
}

/* Opens a connection in every state in turn, all in one library. */
#define FOR_EACH_STATE(c, s)                                                                       \
  for (enum state s = N; s < STATES; ++s)                                                          \
    for (conn_t c = conn_in(s), *once_ = &c; once_ != NULL; once_ = NULL)

static void is_valid_is_one_from_connect_to_destruction(void **state) {
  (void)state;
  static const int expected[STATES] = {0, 1, 1, 1, 1, 0};
  FOR_EACH_STATE(c, s) {
    seed_last_error();
    CHECK_INT(vce_conn_is_valid(c), expected[s]);
    CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  }
}

static void is_closed_is_one_only_while_closing(void **state) {
  (void)state;
  static const int expected[STATES] = {0, 0, 0, 1, 1, 0};
  FOR_EACH_STATE(c, s) {
    seed_last_error();
    CHECK_INT(vce_conn_is_closed(c), expected[s]);
    CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  }
}

static void writable_tells_free_bytes_or_invalid(void **state) {
  (void)state;
  static const int expected[STATES] = {-6, 0, WBLEN - 3, WBLEN - 3, 0, -6};
  FOR_EACH_STATE(c, s) {
    CHECK_INT(vce_conn_writable(c), expected[s]);
    CHECK_INT(vce_get_last_error(), expected[s] < 0 ? expected[s] : 0);
  }
}

static void write_tells_why_it_refuses(void **state) {
  (void)state;
  static const int expected[STATES] = {VCE_EINVAL, VCE_ENOTREADY, 4,
                                       VCE_ECLOSED, VCE_ENOTREADY, VCE_ECONNSERIAL};
  FOR_EACH_STATE(c, s) {
    CHECK_INT(vce_conn_write(c, "four", 4), expected[s]);
    CHECK_INT(vce_get_last_error(), expected[s] < 0 ? expected[s] : 0);
  }
}

static void writed_is_zero_only_with_unsent_bytes(void **state) {
  (void)state;
  static const int expected[STATES] = {1, 1, 0, 0, 1, 1};
  FOR_EACH_STATE(c, s) {
    seed_last_error();
    CHECK_INT(vce_conn_writed(c), expected[s]);
    CHECK_INT(vce_get_last_error(), s == E || s == D ? 0 : VCE_ECONNSERIAL);
  }
}

static void writed_becomes_one_when_all_is_sent(void **state) {
  (void)state;
  conn_t c = conn_in(E);
  CHECK_INT(vce_conn_writed(c), 0);
  hb();
  CHECK_INT(vce_conn_writed(c), 1);
  CHECK_INT(vce_conn_writable(c), WBLEN);
}

static void close_works_once(void **state) {
  (void)state;
  static const int expected[STATES] = {VCE_EINVAL, 0, 0, VCE_EALREADY, VCE_EALREADY, VCE_EINVAL};
  static const int closed_after[STATES] = {0, 1, 1, 1, 1, 0};
  FOR_EACH_STATE(c, s) {
    vce_conn_close(c);
    CHECK_INT(vce_get_last_error(), expected[s]);
    CHECK_INT(vce_conn_is_closed(c), closed_after[s]);
  }
}

static void set_timeout_needs_a_valid_handle(void **state) {
  (void)state;
  static const int expected[STATES] = {VCE_EINVAL, 0, 0, 0, 0, VCE_EINVAL};
  FOR_EACH_STATE(c, s) {
    vce_conn_set_timeout(c, 30);
    CHECK_INT(vce_get_last_error(), expected[s]);
  }
}

static void get_state_buffer_needs_a_valid_handle(void **state) {
  (void)state;
  FOR_EACH_STATE(c, s) {
    int length = -77;
    char *buffer = vce_conn_get_state_buffer(c, &length);
    if (s == N || s == F) {
      CHECK(buffer == NULL);
      CHECK_INT(vce_get_last_error(), VCE_EINVAL);
      CHECK_INT(length, -77);
    } else {
      CHECK(buffer != NULL);
      CHECK_INT(length, STATE_BYTES);
      CHECK(vce_conn_get_state_buffer(c, NULL) == buffer);
    }
  }
}

static void user_pointer_is_kept_by_valid_connections_only(void **state) {
  (void)state;
  int target = 0;
  FOR_EACH_STATE(c, s) {
    bool lives = s != N && s != F;
    seed_last_error();
    CHECK(vce_conn_userdata_get_pointer(c) == NULL);
    vce_conn_userdata_set_pointer(c, &target);
    CHECK(vce_conn_userdata_get_pointer(c) == (lives ? &target : NULL));
    CHECK_INT(vce_get_last_error(), VCE_ECONNSERIAL);
  }
}

static void get_index_works_for_stale_handles_too(void **state) {
  (void)state;
  FOR_EACH_STATE(c, s) {
    if (s == N)
      CHECK(vce_conn_get_index(c) < 0);
    else
      CHECK_RANGE(vce_conn_get_index(c), 0, 999);
  }
}

static void get_tcpcontext_gives_the_context_of_a_valid_connection(void **state) {
  (void)state;
  FOR_EACH_STATE(c, s)
  CHECK(vce_conn_get_tcpcontext(c) == (s == N || s == F ? NULL : context));
}

static void address_strings_need_a_valid_handle(void **state) {
  (void)state;
  char *(*const getters[])(conn_t, char *, int) = {
      vce_conn_get_remote_addr_string,      vce_conn_get_local_addr_string,
      vce_conn_get_remote_ipv4_addr_string, vce_conn_get_local_ipv4_addr_string,
      vce_conn_get_remote_ipv6_addr_string, vce_conn_get_local_ipv6_addr_string};
  FOR_EACH_STATE(c, s) {
    for (size_t i = 0; i < ELEMENTOF(getters); ++i) {
      char text[100] = "";
      char *result = getters[i](c, text, sizeof text);
      CHECK(result == (s == N || s == F ? NULL : text));
      if (s == F) CHECK_INT(vce_get_last_error(), VCE_EINVAL);
    }
  }
}

static void get_buffer_gives_nothing_for_invalid_handles(void **state) {
  (void)state;
  FOR_EACH_STATE(c, s) {
    char *input = (char *)&context, *output = (char *)&context;
    int input_length = -1, output_length = -1;
    vce_conn_get_buffer(c, &input, &input_length, &output, &output_length);
    CHECK_INT(input_length, 0);
    CHECK_INT(output_length, s == E || s == D ? 3 : 0);
    if (s == N || s == F) CHECK(input == NULL && output == NULL);
    if (s == E || s == D) assert_memory_equal(output, "abc", 3);
  }
}

/* The states of a connection inside its closewatcher and finalizer are those it had before. */
static conn_t seen;
static int seen_writable, seen_write, seen_closed;

static int look_at_dying(conn_t c, CLOSE_REASON reason) {
  (void)reason;
  seen = c;
  seen_closed = vce_conn_is_closed(c);
  seen_writable = vce_conn_writable(c);
  seen_write = vce_conn_write(c, "lost", 4);
  CHECK(vce_conn_get_state_buffer(c, NULL) != NULL);
  CHECK(vce_conn_get_tcpcontext(c) == context);
  return 0;
}

static void inside_the_closewatcher_a_closing_connection_is_closing(void **state) {
  (void)state;
  on.close = look_at_dying;
  conn_t c = conn_in(D);
  hbs(2);
  expect_trace("C1:app F1");
  CHECK(vce_conn_is_equal(c, seen));
  CHECK_INT(seen_closed, 1);
  CHECK_INT(seen_writable, WBLEN);
  CHECK_INT(seen_write, VCE_ECLOSED);
}

static void inside_the_closewatcher_an_ended_connection_is_established(void **state) {
  (void)state;
  on.close = look_at_dying;
  options_t o = options();
  o.state = STATE_BYTES;
  context = open_server(&o);
  link_t l = join(context);
  peer_close(l.peer);
  hb();
  expect_trace("C1:remote F1");
  CHECK_INT(seen_closed, 0);
  CHECK_INT(seen_writable, 1024);
  CHECK_INT(seen_write, 4);
}

static void inside_the_closewatcher_a_refused_connection_is_connecting(void **state) {
  (void)state;
  on.close = look_at_dying;
  options_t o = options();
  o.nonblock = 1;
  o.state = STATE_BYTES;
  context = open_client(&o);
  dial(context, peer_refused_port());
  PUMP_UNTIL(events_count('F') == 1);
  expect_trace("C1:remote F1");
  CHECK_INT(seen_writable, 0);
  CHECK_INT(seen_write, VCE_ENOTREADY);
}

static void scenario_1_non_blocking_client_waits_for_writable(void **state) {
  (void)state;
  options_t o = options();
  o.nonblock = 1;
  o.wblen = 64;
  int port;
  peer_listen(&port);
  tcpcontext_t t = open_client(&o);
  conn_t c = dial(t, port);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_conn_writable(c), 0);
  hb();
  CHECK_INT(vce_conn_writable(c), 64);
  CHECK_INT(vce_conn_write(c, "ping", 4), 4);
  CHECK_INT(vce_conn_writable(c), 60);
  hb();
  CHECK_INT(vce_conn_writable(c), 64);

  conn_t lost = dial(t, peer_refused_port());
  hb();
  expect_trace("C2:remote F2");
  CHECK_INT(vce_conn_writable(lost), VCE_EINVAL);
}

static void scenario_2_blocking_connect_is_ready_at_once(void **state) {
  (void)state;
  int port;
  peer_listen(&port);
  tcpcontext_t t = client();
  conn_t c = dial(t, port);
  CHECK_INT(vce_get_last_error(), 0);
  CHECK_INT(vce_conn_is_valid(c), 1);
  CHECK_INT(vce_conn_writable(c), 1024);

  conn_t refused = dial(t, peer_refused_port());
  CHECK(refused.p == NULL && refused.serial == 0);
  CHECK_INT(vce_get_last_error(), VCE_ECONNECT);
  hb();
  expect_trace("");
}

static tcpcontext_t full_server(void) {
  options_t o = options();
  o.max = 1;
  return open_server(&o);
}

/* With V5 both wait in the first heartbeat: A is accepted, B closed; the client sees it next. */
static void scenario_3_server_at_its_maximum_closes_the_second_client(void **state) {
  (void)state;
  tcpcontext_t s = full_server();
  options_t o = options();
  o.wblen = 64;
  tcpcontext_t t = open_client(&o);
  conn_t a = dial(t, vce_tcpcontext_get_port(s));
  conn_t b = dial(t, vce_tcpcontext_get_port(s));
  CHECK_INT(vce_conn_is_valid(a) + vce_conn_is_valid(b), 2);
  CHECK_INT(vce_conn_writable(b), 64);
  hb();
  expect_trace("A3");
  CHECK_INT(vce_conn_is_valid(b), 1);
  wait_for(conn_fd(b), POLLIN);
  hb();
  expect_trace("C2:remote F2");
  CHECK_INT(vce_conn_is_valid(b), 0);
  CHECK_INT(vce_conn_writable(b), VCE_EINVAL);
  CHECK_INT(vce_get_last_error(), VCE_EINVAL);
  CHECK_INT(vce_conn_is_valid(a), 1);
  CHECK_INT(connections(s), 1);
  hbs(3);
  expect_trace("");
}

static void scenario_3_non_blocking_client_learns_the_same(void **state) {
  (void)state;
  tcpcontext_t s = full_server();
  options_t o = options();
  o.wblen = 64;
  o.nonblock = 1;
  tcpcontext_t t = open_client(&o);
  conn_t a = dial(t, vce_tcpcontext_get_port(s));
  conn_t b = dial(t, vce_tcpcontext_get_port(s));
  CHECK_INT(vce_conn_writable(a) + vce_conn_writable(b), 0);
  hb();
  expect_trace("A3");
  CHECK_INT(vce_conn_writable(a), 64);
  wait_for(conn_fd(b), POLLIN);
  hb();
  expect_trace("C2:remote F2");
  CHECK_INT(vce_conn_writable(b), VCE_EINVAL);
  CHECK_INT(vce_conn_writable(a), 64);
}

static int write_full_and_close(conn_t c, int n) {
  CHECK_INT(n, 2);
  CHECK_INT(vce_conn_write(c, "full\n", 5), 5);
  vce_conn_close(c);
  CHECK_INT(vce_get_last_error(), 0);
  return 0;
}

static int refuse_hiwater(conn_t c, int n) {
  (void)n;
  CHECK_INT(vce_conn_write(c, "full\n", 5), 5);
  return -1;
}

static tcpcontext_t hiwater_server(int (*hook)(conn_t, int)) {
  options_t o = options();
  o.max = 5;
  tcpcontext_t s = open_server(&o);
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(s, 3, record_hiwater);
  on.hiwater = hook;
  return s;
}

/* With V4 the notice leaves in the heartbeat that accepted, one earlier than it used to. */
static void scenario_4_hiwater_watcher_sends_a_notice_and_closes(void **state) {
  (void)state;
  tcpcontext_t s = hiwater_server(write_full_and_close);
  join(s);
  int second = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("W2:2");
  CHECK_INT(connections(s), 2);
  PUMP_UNTIL(connections(s) == 1);
  CHECK(heartbeat_number <= 4);
  expect_trace("C2:app F2");
  peer_expect_hex(second, "66756c6c0a");
  peer_expect_end(second);

  peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("W3:2");
}

static void scenario_4_hiwater_watcher_refuses_without_a_byte(void **state) {
  (void)state;
  tcpcontext_t s = hiwater_server(refuse_hiwater);
  join(s);
  int second = peer_connect(vce_tcpcontext_get_port(s));
  hb();
  expect_trace("W2:2 F2");
  CHECK_INT(connections(s), 1);
  peer_expect_end(second);
}

int main(void) {
  const struct CMUnitTest tcp_states[] = {
      TEST(is_valid_is_one_from_connect_to_destruction),
      TEST(is_closed_is_one_only_while_closing),
      TEST(writable_tells_free_bytes_or_invalid),
      TEST(write_tells_why_it_refuses),
      TEST(writed_is_zero_only_with_unsent_bytes),
      TEST(writed_becomes_one_when_all_is_sent),
      TEST(close_works_once),
      TEST(set_timeout_needs_a_valid_handle),
      TEST(get_state_buffer_needs_a_valid_handle),
      TEST(user_pointer_is_kept_by_valid_connections_only),
      TEST(get_index_works_for_stale_handles_too),
      TEST(get_tcpcontext_gives_the_context_of_a_valid_connection),
      TEST(address_strings_need_a_valid_handle),
      TEST(get_buffer_gives_nothing_for_invalid_handles),
      TEST(inside_the_closewatcher_a_closing_connection_is_closing),
      TEST(inside_the_closewatcher_an_ended_connection_is_established),
      TEST(inside_the_closewatcher_a_refused_connection_is_connecting),
      TEST(scenario_1_non_blocking_client_waits_for_writable),
      TEST(scenario_2_blocking_connect_is_ready_at_once),
      TEST(scenario_3_server_at_its_maximum_closes_the_second_client),
      TEST(scenario_3_non_blocking_client_learns_the_same),
      TEST(scenario_4_hiwater_watcher_sends_a_notice_and_closes),
      TEST(scenario_4_hiwater_watcher_refuses_without_a_byte),
  };
  return RUN(tcp_states);
}
