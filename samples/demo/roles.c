#include "roles.h"
#include "plain.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

static volatile sig_atomic_t stopped;

static void stop(int sig) {
  (void)sig;
  stopped = 1;
  vce_wake(); /* the heartbeat waits no longer */
}

int role_ended(void) { return stopped; }

int role_report(long number) {
  printf("%ld\n", number);
  return fflush(stdout) == 0;
}

/* Serves until SIGTERM; `each_turn` may be NULL. */
static int serve(tcpcontext_t server, void (*each_turn)(void)) {
  if (server == NULL || !role_report(vce_tcpcontext_get_port(server)))
    return 1;
  while (!stopped) {
    if (each_turn != NULL)
      each_turn();
    vce_heartbeat();
  }
  int cut_off = vce_drain(5);
  return vce_finalize() < 0 || cut_off < 0;
}

static tcpcontext_t start(int most, size_t write_buffer) {
  vce_limit_t limits;
  vce_limit_clear(&limits);
  limits.max_conn = most;
  if (vce_initialize_limited(&limits) < 0)
    return NULL;
  vce_set_heartbeat_wait_flag(1);
  tcpcontext_t server =
      vce_tcpcontext_create(1, "127.0.0.1", 0, most, 2048, write_buffer, 60, 0, 1, 0);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(server, 16);
  return server;
}

static tcpcontext_t echo_server;
static conn_t flooded; /* the connection that asked for the flood, and how many lines of it were written */
static int flooded_lines;

static int answer_question(conn_t asking) {
  static conn_t all[2000];
  int unsent = 0, most_unsent = 0;
  int count = vce_tcpcontext_get_all_connection(echo_server, all, ELEMENTOF(all));
  for (int i = 0; i < count; i++) {
    vce_conn_get_buffer(all[i], NULL, NULL, NULL, &unsent);
    if (unsent > most_unsent)
      most_unsent = unsent;
  }
  char text[64];
  int length = snprintf(text, sizeof text, "%d %d", count, most_unsent);
  return vce_protocol_unparser_text(asking, text, length);
}

static int on_echo_line(conn_t c, char *line, int len) {
  if (len == 1 && line[0] == '?')
    return answer_question(c);
  if (len == 5 && memcmp(line, "flood", 5) == 0) {
    flooded = c;
    flooded_lines = 0;
    return 0;
  }
  return vce_protocol_unparser_text(c, line, len);
}

static void pour(void) {
  char line[line_bytes - 1];
  while (flooded_lines < flood_lines && vce_conn_writable(flooded) >= line_bytes) {
    memset(line, '.', sizeof line);
    line[snprintf(line, sizeof line, "%d", flooded_lines)] = '.';
    vce_protocol_unparser_text(flooded, line, sizeof line);
    flooded_lines++;
  }
}

static int play_echo(int most) {
  echo_server = start(most, server_write_buffer);
  vce_tcpcontext_set_conn_parser(echo_server, vce_protocol_parser_text, on_echo_line);
  vce_conn_clear(&flooded);
  return serve(echo_server, pour);
}

static int on_welcome(conn_t c) { return vce_protocol_unparser_text(c, (char[]){"welcome"}, 7); }

static int on_full(conn_t c, int count) {
  (void)count;
  vce_protocol_unparser_text(c, (char[]){"full"}, 4);
  vce_conn_close(c);
  return 0;
}

static int on_line(conn_t c, char *line, int len) {
  return vce_protocol_unparser_text(c, line, len);
}

static int play_full(int serve_most, int most) {
  tcpcontext_t server = start(most, 2048);
  vce_tcpcontext_set_conn_parser(server, vce_protocol_parser_text, on_line);
  vce_tcpcontext_set_conn_acceptwatcher(server, on_welcome);
  /* It is called instead of the accept watcher when at least WATER - 1 connections are open, the new
     one included. */
  vce_tcpcontext_set_conn_hiwater_acceptwatcher(server, serve_most + 2, on_full);
  return serve(server, NULL);
}

int play_role(int argc, char **argv) {
  const char *role = argv[0];
  int first = argc > 1 ? atoi(argv[1]) : 0, second = argc > 2 ? atoi(argv[2]) : 0;
  signal(SIGTERM, stop);
  signal(SIGINT, SIG_IGN); /* Ctrl-C ends the main process, and with it all others */
  if (strcmp(role, "echo") == 0)
    return play_echo(first);
  if (strcmp(role, "full") == 0)
    return play_full(first, second);
  if (strcmp(role, "mute") == 0)
    return play_mute();
  if (strcmp(role, "slow") == 0)
    return play_slow((unsigned short)first);
  return 2;
}
