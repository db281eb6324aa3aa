// Life of the library, its contexts, and the ways a connection can end.

#include "net/runtime.h"

#include "base/error.h"
#include "base/log.h"
#include "base/object_array.h"
#include "net/descriptor.h"

#include <algorithm>
#include <csignal>

namespace vce {

namespace {

std::int64_t library_time = 0;

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

// A context handle is a number like a connection handle: slot in the low half, generation above.
// Generations go on after finalise, so that handles of an earlier life stay dead.
std::uint32_t last_generation = 0;
constexpr std::uintptr_t context_tag = 9;

void *context_handle(std::size_t slot, std::uint32_t generation) {
  return reinterpret_cast<void *>(static_cast<std::uintptr_t>(generation) << 32 |
                                  static_cast<std::uintptr_t>(slot + 1) << 4 | context_tag);
}

} // namespace

ProcessLimits &process_limits() {
  static ProcessLimits limits;
  return limits;
}

std::int64_t library_time_us() { return library_time; }

void refresh_library_time() { library_time = wall_clock_us(); }

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
  stats().boot_time = library_time / 1000000;
  return err::none;
}

int Runtime::open() {
  const ProcessLimits &limits = process_limits();
  if (!connections_.open(limits.max_connections))
    return err::array;
  max_contexts_ = limits.max_contexts;
  if (!loop_.open([](void *self) { static_cast<Runtime *>(self)->rewatch_all(); }, this))
    return err::memory;
  second_clock_.align();
  now_us_ = steady_clock_us();
  return err::none;
}

int Runtime::finalise() {
  if (!running_)
    return err::none;
  if (running_->in_heartbeat_)
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
  while (Context *context = contexts_.front()) {
    while (Connection *c = context->connections.front())
      discard(*c);
    context->listener.close(loop_);
    context->~Context();
    vce::release(context);
  }
  loop_.close(); // in a child it may have all sockets watched anew first, of which none are left
}

// Nobody tells that the program has closed a server socket: nobody comes in any more.
void Runtime::check_descriptors() {
  check_us_ = now_us_ + limits::check_descriptors_us;
  loop_.check();
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    if (x->listener.lost_socket())
      log(Level::normal, "Fatal:1211 the program has closed the server socket of port %d\n",
          x->listener.port());
  }
}

// In a child process: the sockets are the parent's too, the readiness of them is asked for apart.
void Runtime::rewatch_all() {
  const bool closed = loop_.recovering(); // by the program; then nothing here was asked of it
  for (Context *x = contexts_.front(); x; x = contexts_.next(*x)) {
    if (closed && x->listener.lost_socket())
      log(Level::normal, "Fatal:1211 the program has closed the server socket of port %d\n",
          x->listener.port());
    if (x->listener.listening() && !loop_.rewatch(x->listener, x->listener.socket().fd()))
      pause_accepting(*x, steady_clock_us());
    for (Connection *c = x->connections.front(); c; c = x->connections.next(*c)) {
      if (closed && c->socket.let_go_if_closed(&c->remote) && c->pending())
        loop_.wake(*c, Watch::readable | Watch::writable); // finds out, and tries the next address
      else if (!loop_.rewatch(*c, c->socket.fd()))
        parse_soon(*c); // tries again, or ends it
    }
  }
}

// --- Contexts ---

Context *Runtime::find_context(void *handle) {
  const auto p = reinterpret_cast<std::uintptr_t>(handle);
  const std::uintptr_t low = p & 0xffffffff;
  if ((low & 15) != context_tag || (low >> 4) == 0 || (low >> 4) > context_slots_.size())
    return nullptr;
  const ContextSlot &slot = context_slots_[(low >> 4) - 1];
  return slot.context && slot.generation == p >> 32 ? slot.context : nullptr;
}

namespace {

// What the original could never have had memory for.
bool impossible(const ContextOptions &o) {
  if (o.read_limit == 0 || o.write_limit == 0 || o.max_connections < 0 ||
      o.read_limit > limits::max_buffer_bytes || o.write_limit > limits::max_buffer_bytes ||
      o.state_bytes > limits::max_buffer_bytes)
    return true;
  const std::uint64_t each = o.read_limit + o.write_limit + o.state_bytes;
  return each * static_cast<std::uint64_t>(o.max_connections) > limits::max_context_bytes;
}

} // namespace

Context *Runtime::create_context(const ContextOptions &options, const Face &face, int &error) {
  if (max_contexts_ <= 0) {
    error = err::invalid;
    return nullptr;
  }
  if (context_count_ >= max_contexts_) {
    error = err::full;
    return nullptr;
  }
  auto context = make_owned<Context>(options, face);
  if (!context || !context->edit_settings()) {
    error = err::array;
    return nullptr;
  }
  error = options.server
              ? context->listener.open(options.bind_address, options.port, options.no_delay)
              : err::none;
  if (!error)
    error = impossible(options) ? err::array : register_context(context);
  if (error)
    return nullptr;
  ++context_count_;
  ++stats().tcpcontext_create;
  Context &created = *context.release();
  contexts_.push_front(created);
  return &created;
}

// Everything that can still fail, so that failing changes nothing.
int Runtime::register_context(Owned<Context> &context) {
  const int arrays = limits::context_arrays + (context->state_bytes ? 1 : 0);
  if (!array_table().reserve(arrays, context->reserved_arrays))
    return err::array;
  context->reserved_array_count = arrays;
  std::size_t slot = 0;
  while (slot < context_slots_.size() && context_slots_[slot].context)
    ++slot;
  const bool ready = slot < context_slots_.size() || context_slots_.push(ContextSlot{nullptr, 0});
  if (!ready || (context->listener.listening() && !context->listener.arm(loop_))) {
    array_table().release(arrays, context->reserved_arrays);
    return err::array;
  }
  ContextSlot &entry = context_slots_[slot];
  entry.context = context.get();
  entry.generation = ++last_generation;
  context->handle = context_handle(slot, entry.generation);
  return err::none;
}

void Runtime::clean_up(Context &context) {
  if (context.listener.paused())
    --paused_listeners_;
  context.listener.close(loop_);
  for (ContextSlot &slot : context_slots_) {
    if (slot.context == &context)
      slot.context = nullptr;
  }
  --context_count_;
  array_table().release(context.reserved_array_count, context.reserved_arrays);
  context.abandoned = true;
  abandoned_contexts_ = true;
  ++stats().tcpcontext_cleanup;
  close_all(context);
  if (!in_heartbeat_)
    free_if_done(context);
}

void Runtime::enable_accept(Context &context, bool accepting) {
  context.accepting = accepting;
  log(Level::verbose, "accepting %s, port %d\n", accepting ? "enabled" : "disabled",
      context.listener.port());
}

void Runtime::free_if_done(Context &context) {
  if (!context.abandoned || !context.connections.empty())
    return;
  context.~Context();
  vce::release(&context);
}

void Runtime::free_abandoned() {
  if (!abandoned_contexts_)
    return;
  abandoned_contexts_ = false;
  for (Context *context = contexts_.front(), *next; context; context = next) {
    next = contexts_.next(*context);
    abandoned_contexts_ |= context->abandoned && !context->connections.empty();
    free_if_done(*context);
  }
}

// --- Closing ---

bool Runtime::request_close(Connection &c) {
  if (c.closing()) {
    log(Level::verbose, "connection %u is closing already\n", connections_.serial_of(c));
    return false;
  }
  c.mark = Connection::CloseMark::requested;
  ++stats().conn_close;
  // With output left it drains first; sending the last of it puts the connection on this list.
  if (!c.dying && (c.pending() || c.drained()))
    to_reap_.push_back(c);
  return true;
}

void Runtime::close_all(Context &context) {
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (!c->closing())
      request_close(*c);
  }
}

void Runtime::visit(Context &context, Callback visitor) {
  const bool outermost = !in_heartbeat_;
  Busy busy(in_heartbeat_);
  for (Connection *c = context.connections.front(); c; c = context.connections.next(*c)) {
    if (context.face.ask(connections_.handle_of(*c), visitor) < 0)
      break;
  }
  if (outermost)
    free_abandoned();
}

// The last callbacks run while the handle is still good and everything still answers as before.
void Runtime::destroy(Connection &c, CloseReason reason) {
  const Handle h = connections_.handle_of(c);
  Context &context = c.context;
  c.dying = true;
  if (c.settings->close && !c.refused)
    context.face.close(h, reason, c.settings->close);
  if (context.finalizer) {
    log(Level::verbose, "finalizer of connection %u\n", h.serial);
    context.face.finalize(h, context.finalizer);
  }
  const bool ours_alone = loop_.retire(c, c.socket.fd());
  if (c.state() != Connection::State::ended)
    c.socket.discard_input();
  if (!ours_alone)
    c.socket.shut_down(); // or the peer would learn of the end only when all have closed it
  release_place(c);
}

// Without a word to application or peer. A plain close: the socket may be shared with a parent
// process, whose connection must not end because its child finalises.
void Runtime::discard(Connection &c) {
  loop_.retire(c, c.socket.fd());
  release_place(c);
}

void Runtime::release_place(Connection &c) {
  Context &context = c.context;
  unschedule_idle(c);
  c.input.release(pool_);
  c.output.release(pool_);
  if (c.accepted && context.peers)
    context.peers->remove(c.remote);
  --context.connection_count;
  ++stats().conn_free;
  descriptor_released_ = true;
  connections_.release(c);
}

} // namespace vce
