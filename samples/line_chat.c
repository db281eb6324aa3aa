/*
 * line_chat - a room: each line is sent to all other members.
 *
 * Shows many connections that know of each other: something of one's own behind every connection
 * (its user pointer, made by the accept watcher, freed by the finalizer), the same line to all
 * connections of a context, and closing one whose peer does not read.
 *
 * Compile:  cc -o line_chat line_chat.c $(pkg-config --cflags --libs vce)
 * Run:      ./line_chat [port [address]]       (5555 on 127.0.0.1; port 0 takes any free one)
 * Try:      nc 127.0.0.1 5555 in two terminals; type a line, or /name Ann, /who, /quit
 * Ends:     with Ctrl-C or SIGTERM: tells all members, exit code 0. 1: it could not start.
 *           2: wrong arguments.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <vce.h>

enum { max_members = 100, max_line = 512, max_name = 16 };

struct member {
  char name[max_name];
};

static tcpcontext_t room;
static volatile sig_atomic_t stopped;

static void stop(int sig) {
  (void)sig;
  stopped = 1;
  vce_wake(); /* the heartbeat waits no longer */
}

static unsigned short port_of(const char *text) {
  char *end;
  long port = strtol(text, &end, 10);
  if (end == text || *end != '\0' || port < 0 || port > 65535) {
    fprintf(stderr, "not a port: %s\n", text);
    exit(2);
  }
  return (unsigned short)port;
}

static struct member *member_of(conn_t c) { return vce_conn_userdata_get_pointer(c); }

/* An answer that does not fit ends the connection that asked: its peer does not read. Closing alone
   would wait until the peer has read its output, for as long as it goes on sending; the limit below
   zero ends that. */
static void tell(conn_t to, char *line) {
  if (!vce_conn_is_closed(to) && vce_protocol_unparser_text(to, line, (int)strlen(line)) < 0) {
    vce_conn_close(to);
    vce_conn_set_timeout(to, -1);
  }
}

/* A member that does not read does not block the room: when its write buffer is full it is closed,
   and all others get the line. A broadcast takes bytes as they go over the wire, here with the LF
   of a line. */
static void tell_others(conn_t from, const char *format, ...) {
  char line[max_name + max_line + 8];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line - 1, format, args);
  va_end(args);
  strcat(line, "\n");
  vce_tcpcontext_broadcast(room, line, (int)strlen(line), from, VCE_FULL_CLOSE);
}

static int on_accept(conn_t c) {
  struct member *m = calloc(1, sizeof *m);
  if (m == NULL)
    return -1; /* refused: no close watcher, but the finalizer runs */
  snprintf(m->name, sizeof m->name, "guest%u", c.serial);
  vce_conn_userdata_set_pointer(c, m);
  char hello[max_line];
  snprintf(hello, sizeof hello, "* you are %s; /name NAME, /who, /quit", m->name);
  tell(c, hello);
  tell_others(c, "* %s comes in", m->name);
  return 0;
}

static int on_close(conn_t c, CLOSE_REASON why) {
  tell_others(c, "* %s leaves (%s)", member_of(c)->name, vce_strerror_close_reason(why));
  return 0;
}

static void on_final(conn_t c) { free(member_of(c)); }

static void list_members(conn_t to) {
  conn_t all[max_members];
  int count = vce_tcpcontext_get_all_connection(room, all, max_members);
  for (int i = 0; i < count; i++)
    tell(to, member_of(all[i])->name);
}

static int on_line(conn_t c, char *data, int len) {
  struct member *m = member_of(c);
  char line[max_line];
  snprintf(line, sizeof line, "%.*s", len, data); /* a record has no NUL at its end */
  if (strcmp(line, "/quit") == 0) {
    vce_conn_close(c);
  } else if (strcmp(line, "/who") == 0) {
    list_members(c);
  } else if (strncmp(line, "/name ", 6) == 0 && line[6] != '\0') {
    tell_others(c, "* %s is now %.*s", m->name, max_name - 1, line + 6);
    snprintf(m->name, sizeof m->name, "%.*s", max_name - 1, line + 6);
  } else {
    tell_others(c, "%s: %s", m->name, line);
  }
  return 0;
}

/* Tells all members, and gives them five seconds to read the rest of their output. */
static void close_room(void) {
  conn_t nobody;
  vce_conn_clear(&nobody);
  tell_others(nobody, "* the room closes");
  vce_drain(5);
}

int main(int argc, char **argv) {
  unsigned short port = port_of(argc > 1 ? argv[1] : "5555");
  const char *address = argc > 2 ? argv[2] : "127.0.0.1";
  signal(SIGINT, stop);
  signal(SIGTERM, stop);

  if (vce_initialize() < 0) {
    fprintf(stderr, "cannot initialise: %s\n", STRERR);
    return 1;
  }
  vce_set_heartbeat_wait_flag(1);

  room = vce_tcpcontext_create(1, address, port,         /* a server, listening here */
                               max_members,              /* connections at most */
                               max_line, 100 * max_line, /* bytes to read and to write ahead */
                               3600,                     /* seconds of silence allowed */
                               0, 1, 0);                 /* TCP_NODELAY, no state buffer */
  if (room == NULL) {
    fprintf(stderr, "cannot listen on %s port %u: %s\n", address, (unsigned)port, STRERR);
    vce_finalize();
    return 1;
  }
  vce_tcpcontext_set_conn_parser(room, vce_protocol_parser_text, on_line);
  vce_tcpcontext_set_conn_acceptwatcher(room, on_accept);
  vce_tcpcontext_set_conn_closewatcher(room, on_close);
  vce_tcpcontext_set_conn_finalizer(room, on_final);

  printf("chat room on %s port %d\n", address, vce_tcpcontext_get_port(room));
  fflush(stdout);
  while (!stopped)
    vce_heartbeat();

  close_room();
  vce_finalize();
  return 0;
}
