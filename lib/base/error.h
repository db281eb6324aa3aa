// Error codes and the last-error value of the calling thread.
//
// The numbers are part of every edition of the API and never change.
#pragma once

namespace vce::err {

inline constexpr int none = 0;
inline constexpr int full = -2;          // array, table or buffer has no room
inline constexpr int bug = -3;           // internal inconsistency, e.g. a double free
inline constexpr int range = -5;         // value outside its range
inline constexpr int invalid = -6;       // bad argument, bad handle, library not initialised
inline constexpr int memory = -7;        // out of memory
inline constexpr int socket = -10;       // socket could not be created
inline constexpr int bind = -11;         // bind failed
inline constexpr int ipaddr = -12;       // host name or address not resolvable
inline constexpr int listen = -13;       // listen failed
inline constexpr int connect = -17;      // connect failed
inline constexpr int not_ready = -20;    // connect still pending
inline constexpr int nego = -21;         // handshake of a layer failed
inline constexpr int toolong = -24;      // record longer than allowed
inline constexpr int support = -26;      // not supported
inline constexpr int conn_serial = -28;  // stale connection handle
inline constexpr int alignment = -32;    // pointer is not an element start
inline constexpr int format = -33;       // malformed text
inline constexpr int set_sock_opt = -39; // socket option could not be set
inline constexpr int access_file = -40;  // file not accessible
inline constexpr int wbfull = -44;       // output buffer cannot take the record
inline constexpr int long_input = -45;   // input too long
inline constexpr int too_short = -46;    // buffer or input too short
inline constexpr int not_found = -54;    // searched item missing
inline constexpr int len_too_long = -55; // length too large
inline constexpr int data_short = -56;   // fewer data than announced
inline constexpr int file_read = -60;    // reading a file failed
inline constexpr int already = -62;      // already done, e.g. a second close
inline constexpr int finalize = -63;     // finalise not possible or not orderly
inline constexpr int closed = -64;       // connection is closing
inline constexpr int init = -78;         // library not initialised
inline constexpr int array = -79;        // no internal table left

} // namespace vce::err

namespace vce {

namespace detail {
// initial-exec: one instruction to reach it, also from the shared object. Four bytes fit into the
// surplus that the dynamic linker keeps for libraries loaded later.
extern thread_local constinit int last_error_value
    __attribute__((tls_model("initial-exec"), visibility("hidden")));
} // namespace detail

/// The value stored last in this thread; 0 before anything was stored.
inline int last_error() { return detail::last_error_value; }
inline void set_last_error(int code) { detail::last_error_value = code; }

/// Stores `code` and returns it: the tail of every failing face function.
inline int fail(int code) {
  set_last_error(code);
  return code;
}

/// A constant text for `code`, never null; unknown numbers share one text.
const char *error_text(int code);

} // namespace vce
