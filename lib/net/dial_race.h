// A connect that the program waits for: which of the addresses of a name is established first.
//
// They are tried in their order, the next one as soon as one has failed or has not answered for a
// while. Waits by itself: the loop stands still meanwhile, and no callback is called.
#pragma once

#include "net/dial_failure.h"
#include "net/socket.h"

#include "base/error.h"
#include "base/limits.h"

#include <algorithm>
#include <span>

namespace vce {

class Context;
class LingeringSockets;

class DialRace {
public:
  /// The limit that the context has for connects counts from `begun_us` of the steady clock on.
  DialRace(Context &context, LingeringSockets &lingering, std::span<const Address> candidates,
           std::int64_t begun_us);
  /// True if one was established; else failure() and error() say why not.
  bool run();

  Socket &winner() { return winner_; }
  const Address &remote() const { return remote_; }
  const DialFailure &failure() const { return failure_; }
  int error() const { return got_socket_ ? err::connect : err::socket; }

private:
  // The addresses under way, oldest first.
  struct Field {
    Socket sockets[limits::dial_attempts];
    Address addresses[limits::dial_attempts];
    int count = 0;
    std::int64_t latest_us; // see now_us()

    explicit Field(std::int64_t begun_us) : latest_us(begun_us) {}

    std::int64_t now_us();
    void add(Socket socket, const Address &to) {
      sockets[count] = std::move(socket);
      addresses[count++] = to;
    }
    void remove(int place) {
      for (--count; place < count; ++place) {
        sockets[place] = std::move(sockets[place + 1]);
        addresses[place] = addresses[place + 1];
      }
      sockets[count].close();
    }
    bool full() const { return count == limits::dial_attempts; }

    /// Waits until `until_us` of the steady clock for the first that is ready, and tells its place;
    /// -1 at that time or after a signal, -2 and errno when the system cannot wait.
    int wait(std::int64_t until_us);
  };

  bool has_next() const { return next_ < candidates_.size(); }
  void begin_due();
  bool begin(const Address &to);
  bool conclude(int place);
  void count(bool established);

  Context &context_;
  LingeringSockets &lingering_;
  const std::span<const Address> candidates_;
  Field field_;
  std::size_t next_ = 0;        // of the candidates
  std::int64_t next_at_us_ = 0; // when it is tried at the latest
  std::int64_t until_us_ = INT64_MAX;
  const char *const limit_; // which one that is
  bool got_socket_ = false; // for any of them
  Socket winner_;
  Address remote_;
  DialFailure failure_;
};

} // namespace vce
