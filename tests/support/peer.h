/* Raw TCP peers: plain non-blocking sockets of the test on 127.0.0.1 (or ::1).
 *
 * All descriptors are remembered and closed by peer_close_all(). A function that cannot do what its
 * name says fails the test. Waiting is bounded by PEER_DEADLINE_MS and never drives the library:
 * what a peer is to see must have been sent by heartbeats that already ran.
 */
#ifndef TESTS_SUPPORT_PEER_H
#define TESTS_SUPPORT_PEER_H

#include <stdbool.h>
#include <stddef.h>

enum { PEER_DEADLINE_MS = 60000 };

/* Connects to 127.0.0.1. With `receive_bytes` > 0 the peer's receive buffer is fixed at about that
 * size before connecting, so that it can be filled. */
int peer_connect(int port);
int peer_connect_narrow(int port, int receive_bytes);

/* As peer_connect(), to ::1. */
int peer_connect_ipv6(int port);

/* Tries to connect to `address` (numeric); -1 and errno on refusal. */
int peer_try_connect(const char *address, int port);

/* A listening socket on 127.0.0.1 (or "::1"), its port in *port; and the next connection of it. */
int peer_listen(int *port);
int peer_listen_on(const char *address, int *port);
int peer_accept(int listener);

/* The same at a given port, 0: chosen by the system. The other one swallows packets: it listens, but
 * its queue is full. Taking one from it makes room, for the first that fills it. */
int peer_listen_at(const char *address, int *port);
int peer_black_hole(const char *address, int *port);

/* A port of 127.0.0.1 that refuses connections and stays taken until peer_close_all(). */
int peer_refused_port(void);

/* The peer's own port. */
int peer_port(int peer);

void peer_send(int peer, const void *data, size_t length);
void peer_send_text(int peer, const char *text);
void peer_send_hex(int peer, const char *hex);

/* Sends what the kernel takes; returns how much. */
size_t peer_send_some(int peer, const void *data, size_t length);

/* Takes what has arrived, at most `max` bytes; returns how much. End of stream and reset give 0. */
size_t peer_take(int peer, void *out, size_t max);

/* The next bytes are exactly these. */
void peer_expect(int peer, const void *data, size_t length);
void peer_expect_text(int peer, const char *text);
void peer_expect_hex(int peer, const char *hex);

/* Nothing has arrived, and the stream is open. */
void peer_expect_nothing(int peer);

/* Nothing more arrives but the end of stream. */
void peer_expect_end(int peer);

/* The connection is over, by end of stream or reset; bytes before that are discarded. */
void peer_expect_over(int peer);

/* True if end of stream or reset is the next thing to read. Takes nothing. */
bool peer_at_end(int peer);

/* Shuts down the sending side; closes; closes with a reset. Each waits until the other end, if it
 * is in this process, has seen it. */
void peer_finish(int peer);
void peer_close(int peer);
void peer_reset(int peer);

void peer_close_all(void);

/* Waits, for a moment at most, until everything that sockets of this process have sent to each
 * other has arrived: handshakes, bytes, ends of stream. Loopback is all but synchronous; this
 * closes the rest of the gap, so that "after exactly N heartbeats" can be asked. */
void settle(void);

/* The descriptor of the other end of `fd` in this process, or -1. */
int other_end(int fd);

/* Waits until a condition of poll(2) holds for `fd`; fails the test after PEER_DEADLINE_MS. */
void wait_for(int fd, short poll_events);

/* Open descriptors of this process. */
int descriptors_open(void);

/* Bytes of a hexadecimal text; returns their number. */
size_t bytes_from_hex(const char *hex, unsigned char *out, size_t max);

#endif
