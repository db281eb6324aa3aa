// Life of the library, what the program does to its descriptors, and clean-up of contexts.

#include "net/runtime.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/log.h"
#include "base/object_array.h"
#include "net/descriptor.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace vce {

namespace {

// SIGPIPE is set to ignored once in the life of the process, and only if nobody has a use for it.
void ignore_sigpipe_once() {
  static bool done = false;
  if (done)
    return;
  done = true;
  struct sigaction current {};
  if (sigaction(SIGPIPE, nullptr, &current) != 0 || (current.sa_flags & SA_SIGINFO) ||
      current.sa_handler != SIG_DFL)
    return;
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  ignore.sa_flags = SA_RESTART;
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGPIPE, &ignore, nullptr);
}

} // namespace

ProcessLimits &process_limits() {
  static ProcessLimits limits;
  return limits;
}

void ProcessLimits::change(const ProcessLimits &wanted) {
  const auto take = [](int &limit, int value) { limit = value == keep ? limit : value; };
  take(max_contexts, wanted.max_contexts);
  take(max_connections, wanted.max_connections);
  take(max_arrays, wanted.max_arrays);
  take(sendbuf_work_bytes, wanted.sendbuf_work_bytes);
  take(recvbuf_work_bytes, wanted.recvbuf_work_bytes);
}

int Runtime::initialise() {
  if (running_)
    return err::none;
  const ProcessLimits &limits = process_limits();
  if (limits.sendbuf_work_bytes < 0 || limits.recvbuf_work_bytes < 0)
    return err::memory;
  if (!array_table().open(limits.max_arrays))
    return err::memory;
  int reserved[limits::library_arrays];
  auto fresh = make_owned<Runtime>();
  int error = fresh ? err::none : err::memory;
  if (!error && !array_table().reserve(limits::library_arrays, reserved))
    error = err::array;
  if (!error)
    error = fresh->open();
  if (error) {
    fresh.reset();
    array_table().close();
    return error;
  }
  running_ = fresh.release();
  ignore_sigpipe_once();
  descriptor::expect(limits.max_connections);
  refresh_library_time();
  stats().boot_time = library_time_us() / 1000000;
  return err::none;
}

int Runtime::open() {
  const ProcessLimits &limits = process_limits();
  if (!connections_.open(limits.max_connections) || !lingering_.open(limits.max_connections))
    return err::array;
  contexts_.open(limits.max_contexts);
  if (!poller_.open([](void *self) { static_cast<Runtime *>(self)->rewatch_all(); }, this)) {
    set_error_detail(err::memory, "make the descriptors of the poller: %s", std::strerror(errno));
    return err::memory;
  }
  if (!acceptor_.open()) {
    set_error_detail(err::memory, "make a descriptor in reserve: %s", std::strerror(errno));
    return err::memory;
  }
  if (!program_events_.open()) {
    set_error_detail(err::memory, "notice forks: %s", std::strerror(ENOMEM));
    return err::memory;
  }
  idle_limits_.align();
  round_.now_us = steady_clock_us();
  return err::none;
}

int Runtime::finalise() {
  if (!running_)
    return err::none;
  if (running_->round_.callbacks_may_run)
    return err::finalize;
  const int result = array_table().ended_all() ? err::finalize : err::none;
  Owned<Runtime> last(running_);
  running_ = nullptr;
  last.reset();
  array_table().close();
  descriptor::put_limit_back();
  descriptor::expect(0);
  log(Level::verbose, "Note:10400 library finalised\n");
  return result;
}

Runtime::~Runtime() {
  poller_.check(); // what the program has closed is nothing to close
  if (poller_.recovering())
    rewatch_all(); // no descriptor is left for another set: the closed ones are let go all the same
  lingering_.drop_all();
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    while (Connection *c = x->connections.front())
      connections_.destroy_silently(*c);
  }
  acceptor_.close();
  contexts_.free_all();
  program_events_.close();
  poller_.close(); // in a child it may have all sockets watched anew first, of which none are left
  events_.close();
}

void Runtime::check_descriptors() {
  check_us_ = round_.now_us + limits::check_descriptors_us;
  poller_.check();
  acceptor_.check_listeners();
}

// In a child process: the sockets are the parent's too, the readiness of them is asked for apart.
void Runtime::rewatch_all() {
  const bool closed = poller_.recovering(); // by the program; then nothing here was asked of it
  acceptor_.rewatch(closed);
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    for (Connection *c = x->connections.front(); c; c = x->connections.next(*c)) {
      if (closed && c->socket.let_go_if_closed(&c->remote) && c->pending())
        poller_.wake(*c,
                     Watch::readable | Watch::writable); // finds out, and tries the next address
      else if (!poller_.rewatch(*c, c->socket.fd()))
        agenda_.parse_soon(*c); // tries again, or ends it
      dialer_.rewatch_attempts(*c, closed);
    }
  }
  lingering_.rewatch(closed);
}

int Runtime::set_buffer_limit(std::int64_t bytes) {
  if (bytes < 0)
    return err::range;
  BufferPool::set_limit(static_cast<std::size_t>(bytes));
  if (running_)
    running_->pool_.trim(); // blocks that are not in use
  return err::none;
}

// --- Contexts ---

void Runtime::clean_up(Context &context) {
  acceptor_.stop_listening(context);
  contexts_.abandon(context);
  array_table().release(context.reserved_array_count, context.reserved_arrays);
  ++stats().tcpcontext_cleanup;
  connections_.close_all(context);
  if (!round_.callbacks_may_run)
    free_abandoned();
}

void Runtime::free_abandoned() {
  contexts_.free_abandoned([this](Context &gone) { lingering_.leave(gone); });
}

void Runtime::visit(Context &context, Callback visitor) {
  connections_.visit(context, visitor);
  if (!round_.callbacks_may_run)
    free_abandoned();
}

} // namespace vce
