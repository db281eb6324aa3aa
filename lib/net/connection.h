// One TCP connection: its socket, its buffers, its state.
//
// Lifetime. A connection is made by the runtime, in a slot of its table. Nothing that the
// application can call destroys one: closing leaves a mark, and the heartbeat destroys, at a moment
// when no callback of that connection is running. So a reference obtained in the heartbeat stays
// good across any callback.
#pragma once

#include "base/buffer.h"
#include "base/framing.h"
#include "base/handle.h"
#include "base/list.h"
#include "base/stats.h"
#include "net/admission.h"
#include "net/backlog.h"
#include "net/callback_table.h"
#include "net/deadlines.h"
#include "net/delay.h"
#include "net/dialing.h"
#include "net/ending.h"
#include "net/pace.h"
#include "net/poller.h"
#include "net/room_watch.h"
#include "net/socket.h"
#include "net/transport.h"

namespace vce {

class Context;

/// The parts of `p` of a connection's handle.
using ConnectionNumber = SlotNumber<HandleTag::connection>;

/// Settings that new connections take over from their context. All connections made under the same
/// settings share one set: a later change of the context makes a new set and leaves this one alone.
struct SharedSettings {
  Callback close = nullptr;
  Callback record_too_long = nullptr;
  Callback over_rate = nullptr;
  int parser_calls = 1;       // per heartbeat
  int longest_record = 0;     // bin16 only; 0 or less = no limit
  int records_per_second = 0; // 0 = no limit, as the next
  int bytes_per_second = 0;
  unsigned users = 1; // the context and its connections
};
void drop(SharedSettings *settings);

/// How input becomes records; each connection may have its own.
struct ParserChoice {
  Callback parser = nullptr; // with Framing::custom
  Callback record = nullptr;
  Framing framing = Framing::none;
};

/// Members that few connections use.
struct Extras {
  Callback io = nullptr;
  Owned<Dialing> dialing;
  Owned<Delay> delay;
  Owned<Pace> pace;
  Owned<RoomWatch> room_watch;
  Owned<Backlogged> backlogged;           // while it waits for room in the queue of a Unix server
  Owned<UnixName> unix_name;              // of a Unix socket that was dialled or adopted
  Owned<Transport> transport;             // null: plain TCP
  Admission admission = Admission::admit; // with layers: which accept watcher is to be asked
  bool unannounced = false;               // accepted, and no accept watcher has been asked yet
  bool layers_end = false;                // their orderly end is under way
};

class Connection : public Watch,
                   public Deadline,
                   public Ending,
                   public Link<Connection, struct OfContext>, // newest first
                   public Link<Connection, struct ToSend>,    // to flush or to reap, never both
                   public Link<Connection, struct ToParse> {  // to parse again or to poll
public:
  enum class State : std::uint8_t {
    resolving,   // the name of a non-blocking connect is being looked up; there is no socket yet
    connecting,  // handshake under way, or accepted on a non-blocking context and not yet seen
                 // writable; nothing may be written yet
    handshaking, // layers between socket and records shake hands; connecting, for the application
    open,        // established
    ended,       // the peer will send nothing more: received bytes are still parsed, and written
                 // ones are still sent unless the stream is broken
  };
  enum class CloseMark : std::uint8_t {
    none,
    requested, // by the application: unsent output is drained first
    timed_out, // by the idle limit: unsent output is lost
  };

  Connection(std::uint32_t slot, Context &context);
  ~Connection();

  std::uint32_t slot() const { return slot_; }
  /// The link to the lists of a kind of work.
  template <class Tag> Link<Connection, Tag> &work() { return *this; }
  State state() const { return state_; }
  /// The only way to change the state; asserts that the step is allowed.
  void move_to(State next);

  bool established() const { return state_ >= State::open; }
  bool pending() const { return state_ <= State::handshaking; }
  /// Goes out, and is not established (yet).
  bool is_dialling() const { return pending() && !accepted; }
  bool closing() const { return mark != CloseMark::none; }

  /// Its layers may still send something: the stream is whole, or only the peer's side is broken.
  bool can_end_layers() const { return !broken || how == EndCause::decoder; }

  /// The heartbeat still serves it: its end is not due for an idle limit, nor under way.
  bool attended() const { return !dying && mark != CloseMark::timed_out; }

  /// The second behind which the idle limit expires; 0 for a limit below zero.
  std::uint32_t idle_deadline() const;

  Callback io() const { return extras ? extras->io : nullptr; }
  Dialing *dialing() const { return extras ? extras->dialing.get() : nullptr; }
  Delay *delay() const { return extras ? extras->delay.get() : nullptr; }
  Pace *pace() const { return extras ? extras->pace.get() : nullptr; }
  Transport *transport() const { return extras ? extras->transport.get() : nullptr; }
  /// Accepted, and the application knows nothing of it yet, as its layers are not ready.
  bool unannounced() const { return extras && extras->unannounced; }
  /// Null when memory is short.
  Extras *make_extras();
  /// The layers that connections of its context get, if any; false when memory is short.
  [[nodiscard]] bool add_layers();

  /// Keeps the layers, and the name that `remote` refers to, that were made before it.
  void take(Owned<Extras> from) {
    if (!extras) {
      extras = std::move(from);
      return;
    }
    if (from->transport)
      extras->transport = std::move(from->transport);
    extras->unix_name = std::move(from->unix_name);
  }
  /// Sees every byte that is received and sent; null = none. err::memory, and nothing changed.
  int set_io(Callback observer);

  /// Of a Unix socket both ends have the server's.
  Address local() const { return remote.is_unix() ? remote : socket.local_address(); }

  /// Free bytes of the write buffer.
  std::size_t room() const;
  /// The same as far as the application may use them: none before the connection is established.
  std::size_t writable() const { return pending() ? 0 : room(); }
  /// Contiguous free bytes behind the output, `size` <= room(); null when memory is short. When the
  /// output is empty, room for `expected` bytes is made at once if memory allows.
  [[nodiscard]] char *prepare_output(BufferPool &pool, std::size_t size, std::size_t expected);
  /// Appends to the write buffer; false, and nothing appended, when room or memory is short.
  [[nodiscard]] bool append(BufferPool &pool, const char *data, std::size_t size);
  /// Nothing is left that could still be sent.
  bool drained() const { return broken || (output.empty() && !layers_hold_output()); }

  Address remote;
  Context &context;
  SharedSettings *const settings;
  Callback parser = nullptr; // with Framing::custom
  Callback record = nullptr;
  void *user = nullptr;
  void *state_buffer = nullptr;
  Owned<Extras> extras;
  Buffer input;
  Buffer output;

  std::int64_t recv_byte = 0;
  std::int64_t send_byte = 0;
  std::int64_t conn_write = 0;
  std::int64_t recv_syscall = 0;
  std::int64_t send_syscall = 0;

  Socket socket;
  std::uint32_t last_access_s = 0;
  int idle_limit_s;
  /// Bytes at the front of the input that are known to hold no line feed.
  std::uint32_t text_scanned = 0;
  Framing framing = Framing::none;
  CloseMark mark = CloseMark::none;
  bool accepted = false;      // as opposed to dialled
  bool broken = false;        // the stream cannot carry output any more
  bool blocked = false;       // the kernel refused output: waiting for writability
  bool dying = false;         // its last callbacks are running
  bool refused = false;       // by the accept watcher: its end is not told to the close watcher
  bool has_unparsed = false;  // on the list of those to be parsed again, not only polled
  bool awaits_memory = false; // no memory for more input: tried again a little later
  bool expires_next_round = false; // on the list of limits below zero
  bool limit_stands = false;       // the idle limit expires when set: traffic puts it off no more

private:
  bool layers_hold_output() const { return transport() && transport()->unsent() > 0; }

  State state_ = State::open;
  std::uint32_t slot_;
};

} // namespace vce
