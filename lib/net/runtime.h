// The running library: contexts, connections, and the heartbeat that drives them.
//
// There is one per process, between initialise and finalise. Parts with an owner of their own:
// agenda, idle limits, connections, contexts, handshakes, acceptor, dialer, lingering sockets. The
// rest of the work is spread over ten files: runtime.cc (life, contexts), heartbeat.cc (the round
// and its steps), waiting.cc (when the next round is due), traffic.cc (bytes in and out),
// records.cc (records in and out), layers.cc (what lies between sockets and buffers), adopting.cc
// (connections made from sockets of the program), pacing.cc (limits for each connection), drain.cc
// (ending all of them) and delay.cc (a test aid).
#pragma once

#include "base/slot_table.h"
#include "net/acceptor.h"
#include "net/adaptive_wait.h"
#include "net/adoption.h"
#include "net/connections.h"
#include "net/contexts.h"
#include "net/dialer.h"
#include "net/program_events.h"

#include <span>

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

/// Log every receive, send and write.
inline bool traffic_log = false;

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

  /// Null on failure, `error` says why; a failed creation changes nothing.
  Context *create_context(const ContextOptions &options, const CallbackTable &callbacks,
                          int &error);
  void clean_up(Context &context);
  void enable_accept(Context &context, bool accepting);
  /// Connections that one peer address may have at once, 0 = any number; err::range, err::memory.
  int set_max_per_address(Context &context, int max);
  Contexts &contexts() { return contexts_; }

  // --- Connections ---

  Connections &connections() { return connections_; }
  const Connections &connections() const { return connections_; }
  IdleLimits &idle_limits() { return idle_limits_; }
  Connection *find(Handle h) {
    // A callback mostly speaks of the connection that it is called for.
    if (parsing_ && connections_.names(h, *parsing_))
      return parsing_;
    return connections_.find(h);
  }
  Dialer &dialer() { return dialer_; }
  /// Makes a connection of an established socket that the program has, which is the library's then.
  /// A null handle on failure, `error` says why, and the socket is as it was.
  Handle adopt_connection(Context &context, int fd, int &error);
  /// Connections::visit(), then frees what it could not.
  void visit(Context &context, Callback visitor);

  // --- Traffic (traffic.cc, records.cc) ---

  /// Appends to the output, all or nothing: `size`, 0 for size 0, or a negative code.
  int write(Connection &c, const char *data, std::size_t size);
  /// Frames and appends one record, all or nothing: the framed size or a negative code, which is
  /// the last error too. For bin16, bin32 and text.
  template <Framing framing> int write_record(Connection &c, const char *data, int size);
  /// One step of a ready-made parser: the record callback's result, 0 without a complete record,
  /// negative when the input is refused.
  int parse_record(Connection &c, Framing framing);
  void set_parser(Connection &c, const ParserChoice &choice);
  /// Drops up to `bytes` at the front of the input; returns how many.
  int shrink_input(Connection &c, int bytes);
  /// Holds back both directions by a random time between the bounds, 0 <= shortest <= longest,
  /// longest > 0; err::invalid for other bounds, err::memory.
  int set_delay(Connection &c, int shortest_ms, int longest_ms);
  /// Takes input only while so much of the write buffer is free; err::range outside of 0 to 100.
  int set_safe_percent(Context &context, int percent);
  void break_parsing() { break_requested_ = true; }

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
  int wait_fd() { return loop_.wait_fd(); }
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
  int open_listener(Context &context, const ContextOptions &options, Adoption &adoption);
  int register_context(Context &context);
  void free_abandoned();
  void rewatch_all();
  void check_descriptors();

  // heartbeat.cc: the steps of a round
  void sweep();
  void send_written();
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

  // traffic.cc
  void receive(Connection &c);
  void flush(Connection &c);
  void send_answer(Connection &c);
  void log_written(const Connection &c, std::size_t size);
  bool finish_if_done(Connection &c);
  void peer_ended(Connection &c, PeerEvent event, const char *how);
  void send_failed(Connection &c, int error);
  void update_interest(Connection &c);
  std::uint8_t interest_of_buffers(const Connection &c) const;
  bool takes_nothing(const Connection &c) const;
  static bool wants_input(const Connection &c) {
    const std::size_t limit = c.context.read_limit();
    return c.input.size() < limit && c.input.receivable(1, limit, c.has_unparsed) > 0;
  }

  // records.cc
  template <Framing framing>
  [[gnu::noinline]] int write_with_more_room(Connection &c, const char *data, std::size_t length);
  bool parse(Connection &c);
  template <Framing framing> int parse_step(Connection &c);
  int parse_step(Connection &c, Framing framing);
  int call_parser(Connection &c);
  void postpone_parsing(Connection &c);
  void keep_for_parsing(Connection &c, bool progress);
  void input_consumed(Connection &c) {
    c.text_scanned = 0;
    if (&c != parsing_) // else parse() sees to it
      make_use_of_room(c);
  }
  void make_use_of_room(Connection &c);
  bool refuses_length(Connection &c, std::size_t length);
  bool is_polled(const Connection &c) const;

  // pacing.cc
  std::size_t receivable(Connection &c);
  int paced_calls(Connection &c);
  bool record_waits(Connection &c);
  bool keep_pace(Connection &c, int taken, bool &more);
  void end_pauses();

  // delay.cc
  bool held_back(const Connection &c) const {
    const Delay *d = c.delay();
    return d && round_.now_us < d->until_us;
  }
  void hold_back_anew(Connection &c);
  void release_delayed();

  // layers.cc
  bool serve_layers(Connection &c, std::uint8_t &seen);
  bool end_layers(Connection &c);
  void layer_broke(Connection &c, long result);
  void say_layer_broke(Connection &c, long result);
  long send_through(Connection &c, const char *data, std::size_t size);
  std::uint8_t interest_through(Connection &c);

  // adopting.cc
  bool owns(int fd);
  int begin_adoption(Adoption &adoption, int fd, Adoption::Role role);

  BufferPool pool_;
  Events events_;
  Poller loop_{events_};
  LingeringSockets lingering_{loop_};
  Round round_;
  Agenda agenda_;
  IdleLimits idle_limits_;
  Connections connections_{round_, loop_, pool_, agenda_, idle_limits_, lingering_};
  Handshakes handshakes_{loop_, idle_limits_, connections_};
  Dialer dialer_{round_, loop_, events_, idle_limits_, connections_, handshakes_, lingering_};
  Contexts contexts_;
  Acceptor acceptor_{round_, loop_, contexts_, connections_, idle_limits_, handshakes_, lingering_};
  AdaptiveWait adaptive_wait_;
  ProgramEvents program_events_{events_};

  std::int64_t check_us_ = 0;    // when descriptors are looked at next
  List<Delay, OfDelays> delays_; // connections with a delay set
  Pauses pauses_;                // connections that send more than their rate
  RoomWatches room_watches_;     // of connections whose write buffer was too full
  std::uint32_t delay_seed_ = 1;
  Connection *parsing_ = nullptr; // whose parser is running
  bool break_requested_ = false;
  bool parser_replaced_ = false; // of parsing_, by its own callback
};

} // namespace vce
