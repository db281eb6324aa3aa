// A context: settings, a listener if it is a server, and the list of its connections.
//
// Lifetime. The application refers to a context by a handle that stops being valid at cleanup. The
// object itself lives on until its last connection is destroyed; it is freed by the heartbeat.
#pragma once

#include "net/admission.h"
#include "net/connection.h"
#include "net/lingering.h"
#include "net/listener.h"
#include "net/peer_counts.h"
#include "net/peer_log.h"
#include "net/tcp_options.h"
#include "net/transport.h"

namespace vce {

/// The arguments of creation.
struct ContextOptions {
  bool server = false;
  const char *bind_address = nullptr;
  std::uint16_t port = 0;
  bool adopts = false; // a listening socket of the program's, instead of address and port
  int adopted_fd = -1;
  int max_connections = 0;
  std::size_t read_limit = 0; // bytes, as the two below
  std::size_t write_limit = 0;
  std::size_t state_bytes = 0;
  int idle_limit_s = 0;
  bool non_blocking_connect = false;
  bool no_delay = false;
};

class Context : public Link<Context, struct OfRuntime> {
public:
  Context(const ContextOptions &options, const CallbackTable &callbacks);
  ~Context() { drop(settings); }

  const CallbackTable &callbacks;
  const bool server; // as it was created
  const int max_connections;
  const std::size_t state_bytes;
  const bool non_blocking_connect;
  const bool no_delay;
  std::size_t read_limit() const { return read_limit_; }
  std::size_t write_limit() const { return write_limit_; }

  /// The value that names this context to the application; stays the same after cleanup.
  void *handle = nullptr;
  /// For changing it: makes a set of its own if connections use the present one. Null, and nothing
  /// changed, when memory is short.
  SharedSettings *edit_settings();
  SharedSettings *settings = nullptr;
  ParserChoice parsing;
  int idle_limit_s;
  int connect_limit_ms = 0; // of connects made later; 0 = the idle limit
#ifdef VCE_TEST_TRANSPORT
  LayerChoice layers = layers_under_test(); // of connections made later
#else
  LayerChoice layers; // of connections made later
#endif
  int handshake_limit_ms = limits::handshake_ms; // of those; 0 = the idle limit
  Callback accept_watcher = nullptr;
  Callback hiwater_watcher = nullptr;
  Callback accept_warning = nullptr;
  Callback finalizer = nullptr;
  int hiwater = 999999999;
  bool accepting = true;
  bool recv_resets_idle = true;
  bool send_resets_idle = false;
  bool abandoned = false;              // cleaned up; waits for its last connection
  Address source;                      // connects go out from here; no family = the system chooses
  const unsigned *kick_list = nullptr; // network order, ended by 0; belongs to the application
  RateLimit rate;
  int max_per_address = 0; // 0: no limit
  Owned<PeerCounts> peers; // of accepted connections, while there is such a limit
  void *user = nullptr;

  Listener listener;
  List<Connection, OfContext> connections; // newest first
  Connection *cursor = nullptr;            // of a walk through all contexts (report.cc)
  int connection_count = 0;
  List<Lingering, LingeringOfContext> lingering; // ended, but not closed yet
  int lingering_count = 0;
  /// The number that is compared with the maximum when a peer arrives.
  int places() const { return connection_count + lingering_count; }
  TrafficStats stats;
  PeerLog log;
  int reserved_arrays[5] = {};
  int reserved_array_count = 0;

  // Settings. Codes: err::none, or why nothing was changed. Settings of connections hold for those
  // that come later; existing connections keep theirs.

  /// Connects go out from this address, null or empty = the system chooses; err::ipaddr, and the
  /// text of the last error, for anything else than a numeric one.
  int set_source(const char *numeric);
  /// Of one connect, 0 = the idle limit holds; err::range.
  int set_connect_limit(int ms);
  /// Calls of the parser in a heartbeat; err::memory, as for the next two.
  int set_parser_calls(int per_heartbeat);
  /// Of bin16, in bytes, 0 or less = no limit; `told` of a longer one.
  int set_longest_record(int bytes, Callback told);
  int set_close_watcher(Callback watcher);
  /// Most records and bytes that one connection may send in a second, 0 = any number; err::range,
  /// err::memory.
  int set_rate(int records_per_second, int bytes_per_second, Callback over_rate);
  /// Accepts in a minute, 0 or less = any number; `warning` may let a peer pass all the same.
  void set_accept_rate(int per_minute, Callback warning);
  /// Connections that one peer address may have at once, 0 = any number; err::range, err::memory.
  int set_max_per_address(int max);
  void enable_accept(bool enable);
  void set_hiwater(int connections, Callback watcher);
  /// Which traffic puts the idle limits of all its connections off.
  void set_idle_resets(bool received, bool sent);
  /// Of TCP, 0 = the system's value; err::range, err::support when the system has no such option,
  /// err::set_sock_opt when it refuses it.
  int set_keep_alive(int idle_s, int interval_s, int count);
  int set_user_timeout(int ms);

  /// Of the write buffer that must be free before input is taken.
  int safe_percent() const { return safe_percent_; }
  void set_safe_percent(int percent);
  /// There may be reasons not to take input: output that waits, or a rate.
  bool restrained() const { return restrained_; }
  /// May input be taken now?
  bool takes_input_of(const Connection &c) const { return !restrained_ || takes_input_in_spite(c); }
  bool on_kick_list(const Address &peer) const;
  const TcpOptions &tcp() const { return tcp_; }

private:
  int use(const TcpOptions &options);
  bool takes_input_in_spite(const Connection &c) const;

  bool restrained_ = false;
  bool rated_ = false; // a rate was set once, and connections may have one
  int safe_percent_ = 0;
  const std::size_t read_limit_;
  const std::size_t write_limit_;
  TcpOptions tcp_;
};

inline std::size_t Connection::room() const { return context.write_limit() - output.size(); }

} // namespace vce
