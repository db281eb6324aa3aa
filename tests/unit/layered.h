// Connections with the test transport between their sockets and records, and peers by hand.
#pragma once

#include "net/runtime.h"

#include "base/error.h"
#include "base/error_detail.h"
#include "tests/support/transport/cipher_layer.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "cmocka_cxx.h"

namespace vce {

using test::CipherOptions;

struct Seen {
  int accepted = 0, finalized = 0;
  std::int64_t accepted_at_us = 0; // by the library's clock
  std::vector<CloseReason> closed;
  std::string detail; // of the last one, told in its last callbacks
  std::string received;
};
inline Seen seen;

inline void tell_detail(Handle h) {
  char text[300];
  if (Runtime::get()->connections().end_detail(*Runtime::get()->find(h), text, sizeof text) > 0)
    seen.detail = text;
}

inline const CallbackTable layered_callbacks = {
    [](Handle, Callback) {
      ++seen.accepted;
      seen.accepted_at_us = library_time_us();
      return 0;
    },
    [](Handle, int, Callback) { return 0; },
    [](void *, Callback) { return 0; },
    [](Handle h, CloseReason reason, Callback) {
      seen.closed.push_back(reason);
      tell_detail(h);
    },
    [](Handle h, Callback) {
      ++seen.finalized;
      tell_detail(h);
    },
    [](Handle, char *data, int length, Callback) {
      seen.received.append(data, static_cast<std::size_t>(length));
      return length;
    },
    [](Handle, int, char *, std::size_t, Callback) {},
};

inline void some_function() {}

inline CipherOptions server_options, client_options;

inline int start(void **) {
  seen = {};
  server_options = client_options = {};
  assert_int_equal(Runtime::initialise(), 0);
  return 0;
}

inline int stop(void **) {
  assert_int_equal(Runtime::finalise(), 0);
  assert_int_equal(test::ciphers_alive(), 0);
  return 0;
}

// Null when it cannot be made.
inline Context *make_context(bool server, bool background = true, int most = 10) {
  ContextOptions o;
  o.server = server;
  o.bind_address = "127.0.0.1";
  o.max_connections = most;
  o.read_limit = o.write_limit = 4096;
  o.idle_limit_s = 60;
  o.non_blocking_connect = background && !server;
  int error = 0;
  Context *c = Runtime::get()->create_context(o, layered_callbacks, error);
  if (!c)
    return nullptr;
  c->layers = test::cipher(server ? server_options : client_options);
  c->parsing = {nullptr, some_function, Framing::through};
  c->accept_watcher = c->finalizer = some_function;
  c->settings->close = some_function; // no connection shares them yet
  c->settings->parser_calls = 100;
  return c;
}

inline Context &context(bool server, bool background = true, int most = 10) {
  Context *made = make_context(server, background, most);
  assert_non_null(made);
  return *made;
}

inline void beat() { Runtime::get()->heartbeat({}); }

template <class Condition> void beat_until(Condition condition) {
  const std::int64_t end = steady_clock_us() + 60000000;
  while (!condition()) {
    assert_true(steady_clock_us() < end);
    beat();
  }
}

inline Connection &only(Context &x) {
  assert_int_equal(x.connection_count, 1);
  return *x.connections.front();
}

inline Handle dial(Context &from, int port) {
  int error = 0;
  const Handle h =
      Runtime::get()->dialer().connect(from, "127.0.0.1", static_cast<std::uint16_t>(port), error);
  assert_int_equal(error, 0);
  return h;
}

// A peer that speaks, or breaks, the cipher by hand.
class Peer {
public:
  explicit Peer(int fd) : fd_(fd) {}
  explicit Peer(Context &server) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(server.listener.port()));
    assert_int_equal(::connect(fd_, reinterpret_cast<sockaddr *>(&to), sizeof to), 0);
  }
  ~Peer() { end(); }
  Peer(const Peer &) = delete;
  Peer &operator=(const Peer &) = delete;
  void say(const char *bytes, std::size_t size) {
    assert_int_equal(::send(fd_, bytes, size, MSG_NOSIGNAL), static_cast<long>(size));
  }
  void hello(std::size_t size = CIPHER_HELLO_BYTES) { say(cipher_hello(CIPHER_FROM_CLIENT), size); }
  void cipher(std::string text) {
    cipher_apply(CIPHER_FROM_CLIENT, place_, reinterpret_cast<unsigned char *>(text.data()),
                 text.size());
    place_ += text.size();
    say(text.data(), text.size());
  }
  void end() {
    if (fd_ >= 0)
      ::close(fd_);
    fd_ = -1;
  }
  void reset() {
    const linger now = {1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    end();
  }

private:
  int fd_;
  unsigned long long place_ = 0;
};

struct RawListener {
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  int port = 0;
  RawListener() {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(::bind(fd, reinterpret_cast<sockaddr *>(&at), sizeof at), 0);
    assert_int_equal(::listen(fd, 500), 0);
    socklen_t size = sizeof at;
    assert_int_equal(::getsockname(fd, reinterpret_cast<sockaddr *>(&at), &size), 0);
    port = ntohs(at.sin_port);
  }
  ~RawListener() { ::close(fd); }
};

inline bool detail_has(const char *text) {
  if (seen.detail.find(text) != std::string::npos)
    return true;
  std::fprintf(stderr, "detail: %s\n", seen.detail.c_str());
  return false;
}

} // namespace vce
