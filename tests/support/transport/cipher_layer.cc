#include "tests/support/transport/cipher_layer.h"

#include "net/watch.h"

#include <algorithm>
#include <cstring>

namespace vce::test {

namespace {

int alive = 0;

constexpr unsigned char escape = 0x7e;

void apply(int direction, unsigned long long place, char *bytes, std::size_t size) {
  cipher_apply(direction, place, reinterpret_cast<unsigned char *>(bytes), size);
}

class CipherLayer {
public:
  CipherLayer(const CipherOptions &options, bool accepted)
      : options_(options), out_direction_(accepted ? CIPHER_FROM_SERVER : CIPHER_FROM_CLIENT),
        in_direction_(accepted ? CIPHER_FROM_CLIENT : CIPHER_FROM_SERVER) {
    ++alive;
  }
  ~CipherLayer() { --alive; }

  long handshake(Carrier carrier) {
    if (storms())
      return again(Watch::readable | Watch::writable);
    const bool from_client = out_direction_ == CIPHER_FROM_CLIENT;
    if (from_client || options_.framed) {
      const long result = send_hello(carrier);
      if (result != 0)
        return result == -EAGAIN ? again(Watch::writable) : result;
    }
    if (!from_client || options_.framed) {
      const long result = take_hello(carrier);
      if (result <= 0)
        return result == -EAGAIN ? again(Watch::readable)
               : result == 0     ? breaks("the peer left without a hello")
                                 : result;
    }
    wants_ = Watch::nothing;
    return 0;
  }

  long receive(Carrier carrier, char *into, std::size_t size) {
    if (state_ != 0)
      return state_;
    if (options_.fail_after_received >= 0 && received_ >= options_.fail_after_received)
      return fails("it was to fail after so many received bytes");
    if (storms())
      return -EAGAIN;
    long result = take_hello(carrier);
    if (result <= 0)
      return result;
    result = options_.framed || options_.hold_calls > 0 ? receive_held(carrier, into, size)
                                                        : receive_more(carrier, into, size);
    if (result > 0)
      received_ += result;
    return result;
  }

  long send(Carrier carrier, const char *data, std::size_t size) {
    if (state_ != 0)
      return state_;
    if (options_.fail_after_sent >= 0 && sent_ >= options_.fail_after_sent)
      return fails("it was to fail after so many sent bytes");
    if (size > 0 && storms())
      return -EAGAIN;
    long result = send_hello(carrier);
    if (result != 0)
      return result;
    if (held_out_ > 0 && (result = send_held(carrier)) < 0)
      return result;
    if (size == 0)
      return 0;
    if (options_.one_byte)
      size = 1;
    if (options_.framed || options_.hold_output)
      return hold(carrier, data, size);
    return send_through(carrier, data, size);
  }

  long shut_down(Carrier carrier) {
    if (!options_.framed || state_ != 0)
      return 0;
    if (!end_sent_) {
      if (held_out_ > sizeof out_ - 2) {
        const long result = send_held(carrier);
        if (result < 0)
          return result;
      }
      put_out(escape);
      put_out(1);
      end_sent_ = true;
    }
    if (held_out_ > 0) {
      const long result = send_held(carrier);
      if (result < 0)
        return result;
    }
    while (!end_seen_) { // what comes before it is for nobody any more
      char dropped[64];
      if (held_in_ == 0) {
        const long result = carrier.receive(in_, sizeof in_);
        if (result == 0)
          return breaks("the peer left without an end");
        if (result < 0)
          return result;
        keep(result);
      }
      const long result = give(dropped, sizeof dropped);
      if (result < 0 && result != -EAGAIN)
        return result;
    }
    return 0;
  }

  std::uint8_t wants() const {
    if (wants_ != Watch::nothing)
      return wants_;
    if (held_out_ > 0)
      return Watch::writable;
    return end_sent_ && !end_seen_ ? Watch::readable : Watch::nothing;
  }
  std::size_t pending() const { return held_in_ + (ahead_ != 0); }
  std::size_t unsent() const { return held_out_; }
  const char *trouble() const { return trouble_; }

private:
  // By way of in_, where it may stay for some calls.
  long receive_held(Carrier carrier, char *into, std::size_t size) {
    if (held_in_ == 0 && ahead_ == 0) {
      keep(carrier.receive(in_, sizeof in_));
      in_calls_ = options_.hold_calls;
    }
    if (in_calls_ > 0) {
      --in_calls_;
      return -EAGAIN;
    }
    return held_in_ > 0 || ahead_ == 0 ? give(into, size) : ahead_result();
  }

  // What was read ahead comes first.
  long receive_more(Carrier carrier, char *into, std::size_t size) {
    long result = held_in_ > 0 ? give(into, size) : 0;
    const auto given = static_cast<std::size_t>(result);
    if (ahead_ != 0)
      return given > 0 ? result : ahead_result();
    if (given < size) {
      const long n = carrier.receive(into + given, size - given);
      if (n > 0) {
        apply(in_direction_, place_in_, into + given, static_cast<std::size_t>(n));
        place_in_ += static_cast<unsigned long long>(n);
        result += n;
      } else if (given == 0) {
        return n;
      } else if (n != -EAGAIN) {
        ahead_ = n == 0 ? 1 : n;
      }
    }
    if (options_.read_ahead > 0 && held_in_ == 0 && ahead_ == 0)
      keep(carrier.receive(in_, std::min(options_.read_ahead, sizeof in_)));
    return result;
  }

  bool storms() {
    if (calls_in_vain_ < options_.storm) {
      ++calls_in_vain_;
      return true;
    }
    calls_in_vain_ = 0;
    return false;
  }

  long again(int wants) {
    wants_ = static_cast<std::uint8_t>(wants);
    return -EAGAIN;
  }
  long breaks(const char *why) {
    trouble_ = why;
    return state_ = broken_by_peer;
  }
  long fails(const char *why) {
    trouble_ = why;
    return state_ = layer_failed;
  }

  // 0 once it is sent.
  long send_hello(Carrier carrier) {
    while (hello_sent_ < CIPHER_HELLO_BYTES) {
      const long n = carrier.send(cipher_hello(out_direction_) + hello_sent_,
                                  CIPHER_HELLO_BYTES - hello_sent_);
      if (n < 0)
        return n;
      hello_sent_ += static_cast<std::size_t>(n);
    }
    return 0;
  }

  // 1 once it is there.
  long take_hello(Carrier carrier) {
    while (hello_got_ < CIPHER_HELLO_BYTES) {
      char got[CIPHER_HELLO_BYTES];
      const long n = carrier.receive(got, CIPHER_HELLO_BYTES - hello_got_);
      if (n <= 0)
        return n;
      if (std::memcmp(got, cipher_hello(in_direction_) + hello_got_, static_cast<std::size_t>(n)) !=
          0)
        return breaks("not a hello");
      hello_got_ += static_cast<std::size_t>(n);
    }
    return 1;
  }

  // What a receive into in_ has given.
  void keep(long result) {
    if (result > 0) {
      held_in_ = static_cast<std::size_t>(result);
      apply(in_direction_, place_in_, in_, held_in_);
      place_in_ += held_in_;
      from_ = 0;
    } else if (result != -EAGAIN) {
      ahead_ = result == 0 ? 1 : result;
    }
  }

  long ahead_result() {
    if (ahead_ == 1 && options_.framed)
      return breaks("the peer left without an end");
    return ahead_ == 1 ? 0 : ahead_;
  }

  // Held bytes, without the signs among them.
  long give(char *into, std::size_t size) {
    std::size_t n = 0;
    while (n < size && held_in_ > 0) {
      const char c = in_[from_++];
      --held_in_;
      if (!options_.framed) {
        into[n++] = c;
        continue;
      }
      if (escaped_) {
        escaped_ = false;
        if (c == 1) {
          end_seen_ = true;
          if (held_in_ > 0)
            return breaks("bytes behind the end");
          break;
        }
        if (c != 0)
          return breaks("a sign that has no meaning");
        into[n++] = static_cast<char>(escape);
      } else if (static_cast<unsigned char>(c) == escape) {
        escaped_ = true;
      } else {
        into[n++] = c;
      }
    }
    if (n > 0)
      return static_cast<long>(n);
    return end_seen_ ? 0 : -EAGAIN;
  }

  void put_out(unsigned char c) { out_[held_out_++] = static_cast<char>(c); }

  long hold(Carrier carrier, const char *data, std::size_t size) {
    std::size_t taken = 0;
    while (taken < size && held_out_ + 2 <= sizeof out_) {
      const auto c = static_cast<unsigned char>(data[taken++]);
      put_out(c);
      if (options_.framed && c == escape)
        put_out(0);
    }
    sent_ += static_cast<long long>(taken);
    if (!options_.hold_output) {
      const long result = send_held(carrier);
      if (result < 0 && result != -EAGAIN)
        return result;
    }
    return static_cast<long>(taken);
  }

  // 0 when all is sent.
  long send_held(Carrier carrier) {
    char ciphered[sizeof out_];
    while (held_out_ > 0) {
      std::memcpy(ciphered, out_, held_out_);
      apply(out_direction_, place_out_, ciphered, held_out_);
      const long n = carrier.send(ciphered, options_.one_byte ? 1 : held_out_);
      if (n < 0)
        return n;
      const auto sent = static_cast<std::size_t>(n);
      place_out_ += sent;
      held_out_ -= sent;
      std::memmove(out_, out_ + sent, held_out_);
    }
    return 0;
  }

  long send_through(Carrier carrier, const char *data, std::size_t size) {
    static char ciphered[65536];
    std::size_t done = 0;
    while (done < size) {
      const std::size_t part = std::min(size - done, sizeof ciphered);
      std::memcpy(ciphered, data + done, part);
      apply(out_direction_, place_out_, ciphered, part);
      const long n = carrier.send(ciphered, part);
      if (n < 0 && done == 0)
        return n;
      if (n <= 0)
        break;
      done += static_cast<std::size_t>(n);
      place_out_ += static_cast<unsigned long long>(n);
      if (static_cast<std::size_t>(n) < part)
        break;
    }
    sent_ += static_cast<long long>(done);
    return static_cast<long>(done);
  }

  const CipherOptions &options_;
  const int out_direction_, in_direction_;
  unsigned long long place_in_ = 0, place_out_ = 0;
  long long received_ = 0, sent_ = 0; // without signs
  std::size_t hello_sent_ = 0, hello_got_ = 0;
  std::size_t held_in_ = 0, from_ = 0, held_out_ = 0;
  long ahead_ = 0; // what the last receive gave when there were bytes before it; 1: the end
  long state_ = 0; // an error that stays
  int in_calls_ = 0, calls_in_vain_ = 0;
  const char *trouble_ = nullptr;
  std::uint8_t wants_ = Watch::nothing;
  bool escaped_ = false, end_seen_ = false, end_sent_ = false;
  char in_[64], out_[64];
};

CipherLayer &layer(void *p) { return *static_cast<CipherLayer *>(p); }
const CipherLayer &layer(const void *p) { return *static_cast<const CipherLayer *>(p); }

const TransportTable table = {
    [](void *p, Carrier c) { return layer(p).handshake(c); },
    [](void *p, Carrier c, char *into, std::size_t n) { return layer(p).receive(c, into, n); },
    [](void *p, Carrier c, const char *data, std::size_t n) { return layer(p).send(c, data, n); },
    [](void *p, Carrier c) { return layer(p).shut_down(c); },
    [](const void *p) { return layer(p).wants(); },
    [](const void *p) { return layer(p).pending(); },
    [](const void *p) { return layer(p).unsent(); },
    [](const void *p) { return layer(p).trouble(); },
    [](void *p) { Release{}(&layer(p)); },
};

Owned<Transport> make(void *settings, bool accepted) {
  const auto &options = *static_cast<const CipherOptions *>(settings);
  if (options.no_memory)
    return nullptr;
  auto below = make_owned<CipherLayer>(options, accepted);
  if (!below)
    return nullptr;
  auto made = make_owned<Transport>(table, below.get());
  if (made)
    below.release();
  return made;
}

} // namespace

LayerChoice cipher(CipherOptions &options) { return {make, &options}; }

int ciphers_alive() { return alive; }

} // namespace vce::test

#ifdef VCE_TEST_TRANSPORT

namespace vce {

// Every new context of the library asks for it in this build.
LayerChoice layers_under_test() {
  static test::CipherOptions options;
  options.read_ahead = 16;
  return test::cipher(options);
}

} // namespace vce

#endif
