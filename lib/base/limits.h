// Every limit, default and quota of the core in one place: unit, reason, cost of raising it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vce::limits {

// --- Defaults of the process-wide limits (the API lets applications change them) ---

inline constexpr int default_max_contexts = 16;
inline constexpr int default_max_connections = 1000;
inline constexpr int default_max_arrays = 16384;
/// Descriptors besides those of connections, when the limit of the process is raised for them.
inline constexpr int spare_descriptors = 256;
/// Smaller values are raised to this: the library itself and one context need 6 or 7.
inline constexpr int min_max_arrays = 8;
/// Array descriptors that belong to the library itself: connections and contexts.
inline constexpr int library_arrays = 2;
/// Array descriptors that each context takes, and one more with a state buffer. Nothing is stored
/// under them; they are counted so that max_array keeps its meaning.
inline constexpr int context_arrays = 4;
/// Sizes of the work areas of the old library. Accepted and checked, but nothing depends on them.
inline constexpr int default_sendbuf_work_bytes = 262144;
inline constexpr int default_recvbuf_work_bytes = 1048576;

// --- Architectural bounds ---

/// Greatest number of connections of a process. More descriptors than any stock kernel gives to
/// one process (fs.nr_open is 2^20); raising it costs bits in the handle, nothing else.
inline constexpr std::uint32_t max_slots = 1u << 24;
/// Connections per slab of the slot table: a slab is allocated when its first slot is needed.
/// Larger slabs mean fewer allocations and more memory held by few connections.
inline constexpr std::uint32_t slots_per_slab = 64;
/// Read, write and state buffers may have this many bytes each: the API reports sizes as int.
inline constexpr std::size_t max_buffer_bytes = 0x7fffffff;
/// All buffers of one context together: beyond this no 47-bit address space can hold them.
inline constexpr std::uint64_t max_context_bytes = std::uint64_t{1} << 46;

// --- Options of TCP ---

/// Greatest keep-alive idle time and interval in seconds, and number of probes, that Linux takes.
inline constexpr int max_keep_alive_s = 32767;
inline constexpr int max_keep_alive_count = 127;

// --- Work of one heartbeat ---

/// Bytes received from one connection in one heartbeat, as in the old library. More would let one
/// sender delay all others; less costs system calls on bulk transfers.
inline constexpr std::size_t receive_bytes = 1048576;
/// Connections taken from one listener in one heartbeat. The kernel keeps the rest in its queue,
/// so raising it only trades latency of the connected for speed of the newcomers.
inline constexpr int accept_batch = 512;

/// Shortest pause of a connection that sends more than its rate, and the grid on which pauses end.
/// Less costs heartbeats for a handful of records each, more makes the flow uneven.
inline constexpr std::int64_t rate_pause_us = 20000;

// --- Buffers ---

/// Smallest and largest block that the pool keeps for reuse; larger ones go straight back.
inline constexpr std::size_t pool_smallest_bytes = 256;
inline constexpr std::size_t pool_largest_bytes = 1u << 20;
/// Idle memory that the pool may hold. Enough for the working set of a busy server; memory
/// beyond it is given back to the allocator after a burst.
inline constexpr std::size_t pool_idle_bytes = 8u << 20;
/// A larger block is changed for a fitting one when only a quarter of it or less is held, and no
/// more than dear_move_bytes, so that the beginning of a record does not keep the room for a whole
/// one.
inline constexpr std::size_t shrink_above_bytes = 1024;
/// The pages of a block with so many bytes go back to the system when the pool gives it up; smaller
/// ones hardly have whole pages, and it costs a system call.
inline constexpr std::size_t return_pages_from_bytes = 8192;
/// A buffer with so many bytes is moved whenever room is needed: that costs less than the system
/// call that brought or took the bytes. Larger ones are moved only if it pays (base/buffer.h).
inline constexpr std::size_t cheap_move_bytes = 16384;
/// No more than this is moved because bytes were consumed: a part of one receive at most.
inline constexpr std::size_t dear_move_bytes = 262144;
/// First size of a write buffer; it doubles up to the limit of its context.
inline constexpr std::size_t first_write_bytes = 256;

// --- Waiting (flag of vce_set_heartbeat_wait_flag), microseconds ---

inline constexpr int wait_shortest_us = 1;
inline constexpr int wait_longest_us = 100000;
/// Idle limits, which are in seconds, expire late by as much.
inline constexpr int wait_longest_allowed_us = 1000000;
inline constexpr int wait_step_down_us = 10;

// --- Waiting in a loop of the application's own (vce_get_wait_time), microseconds ---

/// With nothing due at all; so the library's clock is never older than this.
inline constexpr std::int64_t outer_wait_longest_us = 60000000;
/// While a name is being looked up: the resolver's times are its own, and so they are within a wait
/// of a heartbeat. Less costs CPU for the length of a look-up, more delays the connect.
inline constexpr int blind_wait_us = 10000;

/// How far the coarse clock may be behind: one tick of a kernel with 100 of them per second.
inline constexpr std::int64_t coarse_clock_us = 10000;

// --- Work that the program gives to the heartbeat (vce_post, vce_timer_start) ---

/// Posted functions that may wait for the next heartbeat. Each takes 16 bytes of a table that the
/// system gives in pages, when they are first used. Less refuses threads in a burst, more only
/// hides a heartbeat that does not keep up.
inline constexpr std::uint32_t max_posts = 4096;
/// Timers of the process, some 150 bytes each. More would hardly be of use, and their ids would
/// come again soon.
inline constexpr std::uint32_t max_timers = 1u << 24;
/// Longest interval of a timer: a hundred years, which can be added to any time.
inline constexpr std::int64_t timer_longest_us = std::int64_t{100} * 365 * 86400 * 1000000;

// --- Connecting ---

/// An address that has not answered for this long does not keep the next one waiting (RFC 8305).
/// Less costs connects that are not needed, more delays programs whose first address is dead.
inline constexpr std::int64_t dial_stagger_us = 250000;
/// Addresses of one name that are tried at once; beyond it the oldest, which has not answered for
/// seconds, makes way. Each costs a descriptor while it lasts.
inline constexpr int dial_attempts = 8;

/// How often a connect to a Unix socket whose queue is full is tried again, and how many such
/// connects at once. Less often delays them, more costs a system call each.
inline constexpr std::int64_t backlog_retry_us = 10000;
inline constexpr int backlog_tries = 64;

/// A look-up that failed sooner than this was answered: libevent waits 5 seconds for a server. So
/// asking why takes no longer either. Less costs the reason where answers are slow.
inline constexpr std::int64_t resolver_answers_us = 4000000;

/// Layers below the records (TLS and its like) are ready by then, or the connection ends; their
/// orderly end may take as long. Less ends peers on bad lines, more lets silent ones keep places.
inline constexpr int handshake_ms = 10000;

// --- Accepting under shortage ---

/// How long a listener rests after the system refused a descriptor or memory. Waiting peers are
/// answered within this time; a shorter rest costs CPU while nothing can be done.
inline constexpr std::int64_t accept_pause_us = 50000;

/// How much longer it rests when there is not even memory to watch it again.
inline constexpr std::int64_t accept_pause_retry_us = 1000;

/// How long a connection rests that got no memory for its input.
inline constexpr std::int64_t memory_retry_us = 10000;

/// How often it is looked after whether the program has closed descriptors of the library: one
/// system call, and three for each server context.
inline constexpr std::int64_t check_descriptors_us = 1000000;

// --- The end of a connection ---

/// How long a socket may outlive its connection while its peer still sends, and how many bytes from
/// it are dropped, before the socket is closed all the same. The first is enough for a slow line,
/// the second for bytes under way on a fast one. More keeps places and descriptors from newcomers
/// for longer, less destroys answers that are on their way.
inline constexpr std::int64_t linger_us = 2000000;
inline constexpr std::size_t linger_bytes = 1048576;
/// Bytes dropped from one such socket in one heartbeat.
inline constexpr std::size_t linger_bytes_at_once = 65536;
/// Bytes dropped before a socket is closed at once, to spare its peer a reset: a peer that was
/// turned away, or refused by the accept watcher, has been sent nothing.
inline constexpr std::size_t discard_bytes = 1048576;
/// Heartbeats of vce_drain() once its time is over, as long as there is something left to do at
/// once: destroy closed connections, send written output, destroy those that have sent all.
inline constexpr int drain_last_rounds = 4;

// --- Text ---

/// Messages longer than this are formatted in memory of their own.
inline constexpr std::size_t log_text_bytes = 1024;
/// The text behind the last error, its NUL included; room for a long name, address and reason.
inline constexpr std::size_t error_detail_bytes = 512;
/// The longest message about a peer, without its address: why a connect failed, with a long name.
inline constexpr std::size_t log_peer_bytes = 640;
/// Of the messages of one kind that peers bring about, one in this time is written for each
/// context. Less fills disks, more hides peers.
inline constexpr std::int64_t log_line_us = 1000000;
/// Bytes given to a terminal at once when it can be asked only whether it takes any.
inline constexpr std::size_t log_terminal_bytes = 256;

} // namespace vce::limits
