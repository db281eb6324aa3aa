// The service on standalone Asio: a session per connection, async_read_some, parse, async_write of
// all answers to that read, then read again.
//
// usage: see peer.h
#include "../support.h"
#include "peer.h"

#include <asio.hpp>

#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <system_error>
#include <unordered_set>
#include <vector>

namespace {

using asio::ip::tcp;
using Bytes = std::vector<unsigned char>;

class Session;

class Room {
public:
  explicit Room(bool broadcast) : broadcast_(broadcast) {}
  void join(Session *s) {
    if (broadcast_ && !source_)
      source_ = s;
    everyone_.insert(s);
  }
  void leave(Session *s) {
    everyone_.erase(s);
    if (s == source_)
      source_ = nullptr;
  }
  bool is_source(const Session *s) const { return s == source_; }
  // The same bytes for all: they are shared, not copied.
  void broadcast(Bytes &&records);

private:
  bool broadcast_;
  Session *source_ = nullptr;
  std::unordered_set<Session *> everyone_;
};

class Session : public std::enable_shared_from_this<Session> {
public:
  Session(tcp::socket socket, Room &room) : socket_(std::move(socket)), room_(room), input_(4096) {
    room_.join(this);
  }
  ~Session() { room_.leave(this); }

  void read() {
    socket_.async_read_some(asio::buffer(input_.data() + held_, input_.size() - held_),
                            [self = shared_from_this()](std::error_code error, std::size_t n) {
                              if (!error)
                                self->received(n);
                            });
  }

  void post(std::shared_ptr<const Bytes> records) {
    posted_.push_back(std::move(records));
    if (posted_.size() == 1)
      write_posted();
  }

private:
  void received(std::size_t n) {
    held_ += n;
    output_.resize(held_);
    const std::size_t answered = records_answer(output_.data(), input_.data(), held_);
    output_.resize(answered);
    std::copy(input_.begin() + static_cast<std::ptrdiff_t>(answered),
              input_.begin() + static_cast<std::ptrdiff_t>(held_), input_.begin());
    held_ -= answered;
    // A read that found no more room than this was cut short by it.
    if ((n == input_.size() || held_ == input_.size()) && input_.size() < RECORD_BYTES)
      input_.resize(2 * input_.size());
    if (answered == 0)
      return read();
    if (room_.is_source(this)) {
      room_.broadcast(std::move(output_));
      return read();
    }
    asio::async_write(socket_, asio::buffer(output_),
                      [self = shared_from_this()](std::error_code error, std::size_t) {
                        if (!error)
                          self->read();
                      });
  }

  void write_posted() {
    asio::async_write(socket_, asio::buffer(*posted_.front()),
                      [self = shared_from_this()](std::error_code error, std::size_t) {
                        if (error)
                          return;
                        self->posted_.pop_front();
                        if (!self->posted_.empty())
                          self->write_posted();
                      });
  }

  tcp::socket socket_;
  Room &room_;
  Bytes input_, output_;
  std::size_t held_ = 0; // bytes of the input that are not a whole record yet
  std::deque<std::shared_ptr<const Bytes>> posted_;
};

void Room::broadcast(Bytes &&records) {
  const auto shared = std::make_shared<const Bytes>(std::move(records));
  for (Session *s : everyone_) {
    if (s != source_)
      s->post(shared);
  }
}

void accept(tcp::acceptor &acceptor, Room &room) {
  acceptor.async_accept([&](std::error_code error, tcp::socket socket) {
    if (error)
      die("accept: %s", error.message().c_str());
    socket.set_option(tcp::no_delay(true));
    std::make_shared<Session>(std::move(socket), room)->read();
    accept(acceptor, room);
  });
}

} // namespace

int main(int argc, char **argv) {
  const peer options = peer_start(argc, argv);
  asio::io_context io(1); // one thread
  Room room(options.broadcast);
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  acceptor.listen(65535);
  accept(acceptor, room);
  const std::string library = "Asio " + std::to_string(ASIO_VERSION / 100000) + "." +
                              std::to_string(ASIO_VERSION / 100 % 1000) + "." +
                              std::to_string(ASIO_VERSION % 100);
  control_start(acceptor.local_endpoint().port(), library.c_str());

  if (!options.polling)
    io.run();
  for (;;) {
    io.poll();
    control_turned();
  }
}
