// The running library: contexts, connections, and the heartbeat that drives them.
//
// There is one per process, between initialise and finalise. It has the owners of all parts, which
// are in the order in which they build upon each other, and does what takes several of them:
// runtime.cc (life, descriptors, clean-up), heartbeat.cc (the round and its steps), waiting.cc
// (when the next round is due) and drain.cc (ending all connections).
#pragma once

#include "base/slot_table.h"
#include "net/acceptor.h"
#include "net/adaptive_wait.h"
#include "net/adopting.h"
#include "net/connections.h"
#include "net/contexts.h"
#include "net/dialer.h"
#include "net/program_events.h"
#include "net/records.h"

namespace vce {

/// Limits of the process. They outlive finalise and are in force from the next initialise on.
struct ProcessLimits {
  static constexpr int keep = -1; // in place of a number: the limit stays as it is
  /// Takes over the limits that are not `keep`.
  void change(const ProcessLimits &wanted);

  int max_contexts = limits::default_max_contexts;
  int max_connections = limits::default_max_connections;
  int max_arrays = limits::default_max_arrays;
  int sendbuf_work_bytes = limits::default_sendbuf_work_bytes;
  int recvbuf_work_bytes = limits::default_recvbuf_work_bytes;
};
ProcessLimits &process_limits();

class Runtime {
public:
  /// The running library, or null before initialise and after finalise.
  static Runtime *get() { return running_; }
  /// 0, also when it runs already; else the error code that vce.h names.
  static int initialise();
  /// Closes and frees everything, calls nothing. err::finalize inside a heartbeat (no effect then),
  /// or when the application has ended the library's own arrays (all is freed; K9).
  static int finalise();

  // --- Contexts ---

  /// As Contexts::create().
  Context *create_context(const ContextOptions &options, const CallbackTable &callbacks,
                          int &error) {
    return contexts_.create(poller_, options, callbacks, error);
  }
  void clean_up(Context &context);
  Contexts &contexts() { return contexts_; }

  // --- Connections ---

  Connections &connections() { return connections_; }
  const Connections &connections() const { return connections_; }
  IdleLimits &idle_limits() { return idle_limits_; }
  Connection *find(Handle h) {
    // A callback mostly speaks of the connection that it is called for.
    Connection *parsing = records_.parsing();
    if (parsing && connections_.names(h, *parsing))
      return parsing;
    return connections_.find(h);
  }
  Dialer &dialer() { return dialer_; }
  Adopter &adopter() { return adopter_; }
  /// Connections::visit(), then frees what it could not.
  void visit(Context &context, Callback visitor);

  Stream &stream() { return stream_; }
  Records &records() { return records_; }

  // --- Heartbeat ---

  /// Whose records are parsed in a round.
  struct Scope {
    bool everyone = true;
    Handle only = {};
  };
  void heartbeat(Scope scope);
  /// Stops accepting and dialling, ends all connections and runs heartbeats until all have ended,
  /// at most `seconds`: how many were cut off then; err::range, or err::finalize inside a callback
  /// (drain.cc).
  int drain(int seconds);
  /// For an application that waits in a loop of its own: the descriptor to watch for input, -1 if
  /// there is none, and the longest wait, in milliseconds, 0 or more (waiting.cc).
  int wait_fd() { return poller_.wait_fd(); }
  int wait_time_ms();

  ProgramEvents &program_events() { return program_events_; }
  RoomWatches &room_watches() { return room_watches_; }

  int lingering_count() const { return lingering_.count(); }
  const BufferPool &pool() const { return pool_; }
  /// Of all buffers together; err::range below 0.
  static int set_buffer_limit(std::int64_t bytes);

  Runtime() = default; // for initialise() only
  ~Runtime();
  Runtime(const Runtime &) = delete;
  Runtime &operator=(const Runtime &) = delete;

private:
  int open();

  static inline Runtime *running_ = nullptr;

  // runtime.cc
  void free_abandoned();
  void rewatch_all();
  void check_descriptors();

  // heartbeat.cc: the steps of a round
  void sweep();
  void expire_negative_limits();
  bool in_scope(const Connection &c, const Scope &scope) const {
    return scope.everyone || connections_.names(scope.only, c);
  }
  void serve(const Scope &scope);
  void serve_ready(const Scope &scope);
  void expire_idle_limits();
  void serve_lingering();
  void say_idle(Connection &c);
  void expire(Connection &c, bool by_connect_limit = false);
  void expire_connect_limits();
  void call_room_watches();

  // drain.cc
  int cut_off();

  // waiting.cc
  bool has_work(const Scope &scope);
  int wait_bound(const Scope &scope);
  std::int64_t next_due_us(std::int64_t now);
  std::int64_t put_off_until_us();

  // In the order in which they build upon each other.
  BufferPool pool_;
  Events events_;
  Poller poller_{events_};
  LingeringSockets lingering_{poller_};
  Round round_;
  Agenda agenda_;
  IdleLimits idle_limits_;
  Connections connections_{round_, poller_, pool_, agenda_, idle_limits_, lingering_};
  Handshakes handshakes_{poller_, idle_limits_, connections_};
  Dialer dialer_{round_, poller_, events_, idle_limits_, connections_, handshakes_, lingering_};
  RoomWatches room_watches_; // of connections whose write buffer was too full
  Stream stream_{round_, poller_, pool_, agenda_, idle_limits_, connections_, room_watches_};
  Records records_{round_, pool_, agenda_, idle_limits_, connections_, stream_};
  Contexts contexts_;
  Acceptor acceptor_{round_,       poller_,     contexts_, connections_,
                     idle_limits_, handshakes_, lingering_};
  Adopter adopter_{poller_, contexts_, connections_, handshakes_, dialer_};
  AdaptiveWait adaptive_wait_;
  ProgramEvents program_events_{events_};

  std::int64_t check_us_ = 0; // when descriptors are looked at next
};

} // namespace vce
