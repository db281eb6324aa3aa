// The contexts of the running library: how they are made, their slots and handles, which of them
// are live, and which wait for their last connection after clean-up.
#pragma once

#include "base/memory.h"
#include "net/adoption.h"
#include "net/context.h"

namespace vce {

class Contexts {
public:
  Contexts() = default;
  Contexts(const Contexts &) = delete;
  Contexts &operator=(const Contexts &) = delete;

  /// How many may be live at once; 0 or less: none can be made.
  void open(int limit) { limit_ = limit; }
  int limit() const { return limit_; }
  bool full() const { return live_ >= limit_; }

  /// A new one, with its listener if it is a server. Null on failure, `error` says why; a failed
  /// creation changes nothing.
  Context *create(Poller &poller, const ContextOptions &options, const CallbackTable &callbacks,
                  int &error);
  /// As Adoption::begin(); err::invalid also for a descriptor of one of the contexts.
  int begin_adoption(Adoption &adoption, int fd, Adoption::Role role);

  /// A slot for one more context: the memory of add(). False when there is none.
  [[nodiscard]] bool reserve();
  /// Takes over a context for which reserve() succeeded last, and gives it its handle.
  Context &add(Owned<Context> context);
  /// The live context that the handle names, or null for anything else.
  Context *find(void *handle) const;
  /// After clean-up: no handle names it any more. It goes with free_abandoned() when its last
  /// connection is gone.
  void abandon(Context &context);
  /// Frees the abandoned contexts that have no connection left, after a call of `before(context)`.
  /// Not while contexts are walked or a callback may run.
  template <class F> void free_abandoned(F before) {
    if (!any_abandoned_)
      return;
    any_abandoned_ = false;
    for (Context *context = list_.front(), *next; context; context = next) {
      next = list_.next(*context);
      if (!context->abandoned)
        continue;
      if (context->connections.empty()) {
        before(*context);
        free(*context);
      } else {
        any_abandoned_ = true;
      }
    }
  }
  /// Frees all of them. They must have no connection left.
  void free_all();

  /// Newest first; abandoned ones that still have connections included.
  Context *front() { return list_.front(); }
  Context *next(Context &context) { return list_.next(context); }

private:
  struct Slot {
    Context *context;
    std::uint32_t generation;
  };
  std::size_t free_slot() const;
  bool owns(int fd);
  int open_listener(Context &context, const ContextOptions &options, Adoption &adoption);
  int register_context(Context &context, Poller &poller);
  static void free(Context &context);

  Vector<Slot> slots_;
  List<Context, OfRuntime> list_;
  int limit_ = 0;
  int live_ = 0;
  bool any_abandoned_ = false;
};

} // namespace vce
