// Process-wide counters. They count from process start and survive finalise; only boot_time is
// set anew by each initialise.
#pragma once

#include <cstdint>

namespace vce {

/// Counters of the process, for each context and (in part) for each connection.
struct TrafficStats {
  std::int64_t recv_byte = 0;
  std::int64_t send_byte = 0;
  std::int64_t recv_syscall = 0;   // receives that returned data
  std::int64_t recv_syscall_e = 0; // receives that returned end of stream or an error
  std::int64_t send_syscall = 0;
  std::int64_t send_syscall_e = 0;
  std::int64_t accept_syscall = 0; // accepted, also those turned away afterwards
  std::int64_t accept_syscall_e = 0;
  std::int64_t connect_syscall = 0;   // connects that completed inside the call
  std::int64_t connect_syscall_e = 0; // connects that failed or are in progress
  std::int64_t conn_write = 0;        // writes that passed their state checks
  std::int64_t conn_timeout = 0;      // idle limits detected
  std::int64_t tcpcontext_connect = 0;
};

struct Stats {
  std::int64_t boot_time = 0;
  TrafficStats traffic;
  std::int64_t conn_free = 0;
  std::int64_t conn_alloc = 0;
  std::int64_t conn_close = 0; // effective close requests
  std::int64_t tcpcontext_create = 0;
  std::int64_t tcpcontext_cleanup = 0;
  std::int64_t log_count = 0;
  std::int64_t recv_record = 0;       // found by the ready-made parsers
  std::int64_t send_record = 0;       // framed by the ready-made writers
  std::int64_t buffer_moved_byte = 0; // copied inside buffers and from one block to another
};

/// Why arriving connections were not served, how often accepting paused, and memory refused.
struct AdmissionStats {
  std::int64_t turned_away_maximum = 0;     // the context's own maximum
  std::int64_t turned_away_pool = 0;        // the limit of the whole process
  std::int64_t turned_away_rate = 0;        // accepts per minute
  std::int64_t turned_away_disabled = 0;    // accepting switched off
  std::int64_t turned_away_kicked = 0;      // address on the kick list
  std::int64_t turned_away_peer = 0;        // the limit of one address
  std::int64_t turned_away_descriptors = 0; // no descriptor or kernel memory left
  std::int64_t pauses = 0;
  std::int64_t resumes = 0;
  std::int64_t paused_us = 0;
  std::int64_t lingered_out = 0;    // closed after the end was sent, before the peer's end came
  std::int64_t buffers_refused = 0; // by the limit of all buffers together
};

/// Receivers of vce_tcpcontext_broadcast, by outcome.
struct BroadcastStats {
  std::int64_t sent = 0;    // the bytes were queued
  std::int64_t dropped = 0; // no room, the bytes were left out
  std::int64_t closed = 0;  // no room, the connection was closed
};

/// The limits of vce_tcpcontext_set_conn_rate.
struct RateStats {
  std::int64_t pauses = 0;
};

/// Messages that were issued and not written.
struct LogStats {
  std::int64_t lost = 0;     // the target did not take them
  std::int64_t left_out = 0; // more than one of a kind in a second
};

namespace detail {
inline constinit LogStats process_log_stats;
inline constinit Stats process_stats;
inline constinit AdmissionStats process_admission_stats;
inline constinit BroadcastStats process_broadcast_stats;
inline constinit RateStats process_rate_stats;
} // namespace detail

inline Stats &stats() { return detail::process_stats; }
inline LogStats &log_stats() { return detail::process_log_stats; }
inline AdmissionStats &admission_stats() { return detail::process_admission_stats; }
inline BroadcastStats &broadcast_stats() { return detail::process_broadcast_stats; }
inline RateStats &rate_stats() { return detail::process_rate_stats; }

} // namespace vce
