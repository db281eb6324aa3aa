#include "net/contexts.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "base/handle.h"
#include "base/object_array.h"

#include <cassert>
#include <cerrno>
#include <cstring>

namespace vce {

namespace {

using ContextHandle = PointerHandle<HandleTag::context>;

// Generations go on after finalise, so that handles of an earlier life stay dead.
std::uint32_t last_generation = 0;

} // namespace

std::size_t Contexts::free_slot() const {
  std::size_t slot = 0;
  while (slot < slots_.size() && slots_[slot].context)
    ++slot;
  return slot;
}

bool Contexts::reserve() { return free_slot() < slots_.size() || slots_.push(Slot{nullptr, 0}); }

Context &Contexts::add(Owned<Context> context) {
  assert(!full() && free_slot() < slots_.size());
  const std::size_t index = free_slot();
  Context &added = *context.release();
  slots_[index] = {&added, ++last_generation};
  added.handle = ContextHandle::of(static_cast<std::uint32_t>(index), last_generation);
  list_.push_front(added);
  ++live_;
  return added;
}

Context *Contexts::find(void *handle) const {
  const std::int64_t index = ContextHandle::slot(handle);
  if (index < 0 || static_cast<std::size_t>(index) >= slots_.size())
    return nullptr;
  const Slot &slot = slots_[static_cast<std::size_t>(index)];
  return slot.context && slot.generation == ContextHandle::generation(handle) ? slot.context
                                                                              : nullptr;
}

void Contexts::abandon(Context &context) {
  assert(!context.abandoned && find(context.handle) == &context);
  for (Slot &slot : slots_) {
    if (slot.context == &context)
      slot.context = nullptr;
  }
  --live_;
  context.abandoned = true;
  any_abandoned_ = true;
}

void Contexts::free_all() {
  while (Context *context = list_.front())
    free(*context);
  slots_.clear();
  live_ = 0;
  any_abandoned_ = false;
}

// It leaves the list by itself.
void Contexts::free(Context &context) {
  assert(context.connections.empty());
  context.~Context();
  vce::release(&context);
}

// --- Creation ---

namespace {

// Sizes that the library of 2015 could never have had memory for.
bool impossible(const ContextOptions &o) {
  if (o.read_limit == 0 || o.write_limit == 0 || o.max_connections < 0 ||
      o.read_limit > limits::max_buffer_bytes || o.write_limit > limits::max_buffer_bytes ||
      o.state_bytes > limits::max_buffer_bytes)
    return true;
  const std::uint64_t each = o.read_limit + o.write_limit + o.state_bytes;
  return each * static_cast<std::uint64_t>(o.max_connections) > limits::max_context_bytes;
}

} // namespace

Context *Contexts::create(Poller &poller, const ContextOptions &options,
                          const CallbackTable &callbacks, int &error) {
  if (limit_ <= 0) {
    error = err::invalid;
    return nullptr;
  }
  if (full()) {
    error = err::full;
    return nullptr;
  }
  auto context = make_owned<Context>(options, callbacks);
  if (!context || !context->edit_settings()) {
    error = err::array;
    return nullptr;
  }
  Adoption adoption;
  error = options.server ? open_listener(*context, options, adoption) : err::none;
  if (!error)
    error = impossible(options) ? err::array : register_context(*context, poller);
  if (error) {
    if (adoption.begun())
      context->listener.give_back();
    return nullptr;
  }
  if (adoption.begun())
    context->listener.adopted(options.no_delay);
  adoption.keep();
  ++stats().tcpcontext_create;
  return &add(std::move(context));
}

int Contexts::open_listener(Context &context, const ContextOptions &options, Adoption &adoption) {
  if (!options.adopts)
    return context.listener.open(options.bind_address, options.port, options.no_delay);
  const int error = begin_adoption(adoption, options.adopted_fd, Adoption::Role::listener);
  if (!error)
    context.listener.adopt(adoption.fd());
  return error;
}

// Everything that can still fail, so that failing changes nothing.
int Contexts::register_context(Context &context, Poller &poller) {
  const int arrays = limits::context_arrays + (context.state_bytes ? 1 : 0);
  if (!array_table().reserve(arrays, context.reserved_arrays))
    return err::array;
  context.reserved_array_count = arrays;
  if (reserve()) {
    if (!context.listener.listening() || context.listener.arm(poller))
      return err::none;
    set_error_detail(err::array, "watch the server socket: %s", std::strerror(errno));
  }
  array_table().release(arrays, context.reserved_arrays);
  return err::array;
}

// Two owners would close it twice.
bool Contexts::owns(int fd) {
  for (Context *x = front(); x; x = next(*x)) {
    if (x->listener.socket().fd() == fd)
      return true;
    for (Connection *c = x->connections.front(); c; c = x->connections.next(*c)) {
      if (c->socket.fd() == fd)
        return true;
    }
  }
  return false;
}

int Contexts::begin_adoption(Adoption &adoption, int fd, Adoption::Role role) {
  if (fd >= 0 && owns(fd)) {
    set_error_detail(err::invalid, "adopt descriptor %d: it is the library's already", fd);
    return err::invalid;
  }
  return adoption.begin(fd, role);
}

} // namespace vce
