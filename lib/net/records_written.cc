// Records that the application writes.

#include "net/records.h"

#include "base/error.h"
#include "net/counting.h"
#include "net/traffic_log.h"

#include <algorithm>
#include <cstring>

namespace vce {

namespace {

template <Framing framing>
[[gnu::always_inline]] inline void place_record(char *to, const char *data, std::size_t length) {
  write_head(framing, to, length);
  if (framing == Framing::text)
    to[length] = '\n';
  if (length)
    std::memcpy(to + head_bytes(framing), data, length);
}

inline void count_record_written(Connection &c) {
  ++stats().send_record;
  // Two, as the original writes header and content separately.
  count_everywhere(c, [](auto &of) { of.conn_write += 2; });
}

} // namespace

template <Framing framing> int Records::write_record(Connection &c, const char *data, int size) {
  if (size < 0 || (!data && size > 0))
    return fail(err::invalid);
  const auto length = static_cast<std::size_t>(size);
  if (!expressible(framing, length))
    return fail(err::long_input);
  if (c.pending())
    return fail(err::wbfull);
  const std::size_t framed = head_bytes(framing) + length + tail_bytes(framing);
  if (framed > c.room())
    return fail(err::wbfull);
  if (c.closing()) {
    // K8: success is claimed, so that a callback that closes and then answers does not fail and end
    // the connection before it has drained.
    set_last_error(framing == Framing::text ? err::closed : err::none);
    return static_cast<int>(framed);
  }
  char *to = nullptr;
  if (!c.broken) { // else nobody is there to read it
    to = c.output.spare(framed);
    if (!to)
      return write_with_more_room<framing>(c, data, length);
    c.output.commit(framed);
    // Open ones are linked only there.
    if (!c.work<ToSend>().linked() && !c.blocked && !c.dying)
      agenda_.send_soon(c);
  }
  count_record_written(c);
  // Last, when hardly anything must be kept across the call of memcpy.
  if (to)
    place_record<framing>(to, data, length);
  if (traffic_log)
    log_written(connections_.serial_of(c), framed);
  set_last_error(err::none);
  return static_cast<int>(framed);
}

// The rest of write_record() when there is no room behind the output, but in the buffer there is.
template <Framing framing>
int Records::write_with_more_room(Connection &c, const char *data, std::size_t length) {
  const std::size_t framed = head_bytes(framing) + length + tail_bytes(framing);
  if (c.output.goes_round(framed, c.context.write_limit())) {
    char head[4];
    write_head(framing, head, length);
    c.output.append_round(head, head_bytes(framing));
    c.output.append_round(data, length);
    c.output.append_round("\n", tail_bytes(framing));
  } else {
    // Answers tend to be as long as their requests: one block for those to a whole burst.
    const std::size_t burst = &c == parsing_ ? c.input.size() : 0;
    char *to = c.prepare_output(pool_, framed, std::max(burst, limits::first_write_bytes));
    if (!to)
      return fail(err::wbfull);
    c.output.commit(framed);
    place_record<framing>(to, data, length);
  }
  if (!c.work<ToSend>().linked() && !c.blocked && !c.dying)
    agenda_.send_soon(c);
  count_record_written(c);
  if (traffic_log)
    log_written(connections_.serial_of(c), framed);
  set_last_error(err::none);
  return static_cast<int>(framed);
}

template int Records::write_record<Framing::bin16>(Connection &, const char *, int);
template int Records::write_record<Framing::bin32>(Connection &, const char *, int);
template int Records::write_record<Framing::text>(Connection &, const char *, int);

} // namespace vce
