#include "peer.h"

#include "../support.h"

#include <signal.h>

struct peer peer_start(int argc, char **argv) {
  struct peer peer = {false, false, false};
  if (argc < 2)
    die("usage: %s CPU [broadcast] [poll] [adaptive]", argv[0]);
  for (int i = 2; i < argc; i++) {
    if (strcmp(argv[i], "broadcast") == 0)
      peer.broadcast = true;
    else if (strcmp(argv[i], "poll") == 0)
      peer.polling = true;
    else if (strcmp(argv[i], "adaptive") == 0)
      peer.adaptive = true;
    else
      die("%s: what is \"%s\"?", argv[0], argv[i]);
  }
  pin_to_cpu((int)parse_number("CPU", argv[1], -1, 1023));
  raise_descriptor_limit(DESCRIPTORS);
  signal(SIGPIPE, SIG_IGN);
  return peer;
}
