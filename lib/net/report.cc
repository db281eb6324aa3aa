#include "net/report.h"

#include "base/error.h"
#include "base/log.h"
#include "net/runtime.h"

#include <cstdio>
#include <cstring>

namespace vce {

namespace {

// Walks all connections, newest first. Contexts are few; within each the list is in order already,
// so every step compares one candidate per context.
class Newest {
public:
  explicit Newest(Runtime &r) : runtime_(r) {
    for (Context *x = r.contexts().front(); x; x = r.contexts().next(*x))
      x->cursor = x->connections.front();
  }
  Connection *next() {
    Context *best = nullptr;
    for (Context *x = runtime_.contexts().front(); x; x = runtime_.contexts().next(*x)) {
      if (x->cursor && (!best || runtime_.connections().is_newer(*x->cursor, *best->cursor)))
        best = x;
    }
    if (!best)
      return nullptr;
    Connection *found = best->cursor;
    best->cursor = best->connections.next(*found);
    return found;
  }

private:
  Runtime &runtime_;
};

int format_line(Runtime &r, Connection &c, char *line, std::size_t size) {
  char remote[Address::text_bytes];
  char local[Address::text_bytes];
  c.remote.format(remote);
  c.local().format(local);
  return std::snprintf(
      line, size, "type=conn,r=%zu,w=%zu,rem=%s,loc=%s,fd=%d,s=%u,last=%lld,timeo=%u\n",
      c.input.size(), c.output.size(), remote, local, c.socket.fd(), r.connections().serial_of(c),
      static_cast<long long>(c.last_access_s), static_cast<unsigned>(c.idle_limit_s));
}

} // namespace

int write_netstat(Runtime *runtime, char *out, int max) {
  if (!out || max < 1)
    return err::full;
  std::size_t used = 0;
  out[0] = '\0';
  if (!runtime)
    return err::none;
  Newest walk(*runtime);
  while (Connection *c = walk.next()) {
    char line[512];
    const auto n = static_cast<std::size_t>(format_line(*runtime, *c, line, sizeof line));
    if (used + n + 2 > static_cast<std::size_t>(max))
      return err::full;
    std::memcpy(out + used, line, n + 1);
    used += n;
  }
  return err::none;
}

void show_connections(Runtime &runtime) {
  if (runtime.connections().used() == 0)
    return;
  log(Level::normal, "=== SHOW CONNECTION STATISTICS ===\n");
  Newest walk(runtime);
  while (Connection *c = walk.next()) {
    char peer[Address::text_bytes];
    const auto &ip = c->remote.bytes();
    if (c->remote.is_unix())
      c->remote.format(peer);
    else
      std::snprintf(peer, sizeof peer, "%u.%u.%u.%u:%05u", ip[0], ip[1], ip[2], ip[3],
                    c->remote.port());
    log(Level::normal, "A:%p IP:%s Lst:%09lld I:%04u Sv:%d R:%p W:%p \n",
        reinterpret_cast<void *>(ConnectionNumber::of(c->slot())), peer,
        static_cast<long long>(c->last_access_s), c->slot(), c->accepted,
        static_cast<void *>(c->input.data()), static_cast<void *>(c->output.data()));
  }
  log(Level::normal, "=== END ===\n");
}

} // namespace vce
