/* The service on libvce: bin16 records, each answered by its callback.

   Both buffers hold 64 KiB. A client may have at most that much in flight: a callback that cannot
   write all of its record ends the connection, and the load generator then reports the loss.

   usage: see peer.h. Waiting is the heartbeat's own adaptive wait; "poll" leaves the flag off. */
#include "../support.h"
#include "peer.h"
#include "vce.h"

enum {
  BUFFER = 64 * 1024,
  IDLE_SECONDS = 3600,
  WAIT_US = 100000, /* what the manual recommends for a server that has nothing else to do */
  RECORDS_PER_HEARTBEAT = 1000 /* more than any workload has in flight on one connection */
};

static tcpcontext_t service;

static int answer(conn_t connection, char *data, int length) {
  return vce_protocol_unparser_bin16(connection, data, length);
}

static struct {
  bool known;
  conn_t connection;
} source;

static struct {
  char *data;
  int length;
} record;

static bool is_source(conn_t c) {
  return c.p == source.connection.p && c.serial == source.connection.serial;
}

static int know_source(conn_t connection) {
  if (!source.known)
    source.connection = connection;
  source.known = true;
  return 0;
}

static int send_record(conn_t connection) {
  if (!is_source(connection))
    vce_protocol_unparser_bin16(connection, record.data, record.length);
  return 0;
}

static int answer_or_broadcast(conn_t connection, char *data, int length) {
  if (!is_source(connection))
    return answer(connection, data, length);
  record.data = data;
  record.length = length;
  return vce_tcpcontext_conn_iterate(service, send_record);
}

static void open_service(bool broadcast) {
  vce_limit_t limits;
  vce_init_limit_t(&limits);
  limits.max_conn = DESCRIPTORS;
  if (vce_initialize_limited(&limits) < 0)
    die("vce_initialize_limited: %s", STRERR);
  service =
      vce_tcpcontext_create(1, "127.0.0.1", 0, DESCRIPTORS, BUFFER, BUFFER, IDLE_SECONDS, 0, 1, 0);
  if (service == NULL)
    die("vce_tcpcontext_create: %s", STRERR);
  vce_tcpcontext_set_conn_parser(service, vce_protocol_parser_bin16,
                                 broadcast ? answer_or_broadcast : answer);
  if (broadcast)
    vce_tcpcontext_set_conn_acceptwatcher(service, know_source);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(service, RECORDS_PER_HEARTBEAT);
}

int main(int argc, char **argv) {
  struct peer peer = peer_start(argc, argv);
  open_service(peer.broadcast);
  vce_set_heartbeat_wait_flag(!peer.polling);
  if (!peer.adaptive)
    vce_set_heartbeat_wait_limits(WAIT_US, WAIT_US);
  control_start(vce_tcpcontext_get_port(service), "libvce " LIBVCE_VERSION);
  for (;; control_turned())
    vce_heartbeat();
}
