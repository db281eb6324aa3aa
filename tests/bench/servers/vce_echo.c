/* The same service on libvce: bin16 records, each sent back by its callback.

   Both buffers hold 64 KiB. A client may have at most that much in flight: a callback that cannot
   write all of its record ends the connection, and the load generator then reports the loss.

   usage: vce_echo CPU [wait|nowait]    (CPU -1: any; wait is the default)
   prints its port; commands: see control.h */
#include "../support.h"
#include "control.h"
#include "vce.h"

#include <string.h>

enum {
  BUFFER = 64 * 1024,
  CONNECTIONS = 8000,
  DESCRIPTORS = 10000,
  IDLE_SECONDS = 3600,
  RECORDS_PER_HEARTBEAT = 1000 /* more than any workload has in flight on one connection */
};

static int echo(conn_t connection, char *data, int length) {
  return vce_protocol_unparser_bin16(connection, data, length);
}

static tcpcontext_t open_service(void) {
  vce_limit_t limits;
  vce_init_limit_t(&limits);
  limits.max_conn = CONNECTIONS;
  if (vce_initialize_limited(&limits) < 0)
    die("vce_initialize_limited: %s", STRERR);
  tcpcontext_t service =
      vce_tcpcontext_create(1, "127.0.0.1", 0, CONNECTIONS, BUFFER, BUFFER, IDLE_SECONDS, 0, 1, 0);
  if (service == NULL)
    die("vce_tcpcontext_create: %s", STRERR);
  vce_tcpcontext_set_conn_parser(service, vce_protocol_parser_bin16, echo);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(service, RECORDS_PER_HEARTBEAT);
  return service;
}

int main(int argc, char **argv) {
  int wait = argc == 2 || (argc == 3 && strcmp(argv[2], "wait") == 0);
  if (argc < 2 || (!wait && (argc != 3 || strcmp(argv[2], "nowait") != 0)))
    die("usage: vce_echo CPU [wait|nowait]");
  pin_to_cpu((int)parse_number("CPU", argv[1], -1, 1023));
  raise_descriptor_limit(DESCRIPTORS);

  tcpcontext_t service = open_service();
  vce_set_heartbeat_wait_flag(wait);
  control_start(vce_tcpcontext_get_port(service));
  for (;;)
    vce_heartbeat();
}
