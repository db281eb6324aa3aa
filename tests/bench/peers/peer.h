/* Common to the servers under test: how they are started, and bin16 records.

   usage of each: NAME CPU [broadcast] [poll] [adaptive]    (CPU -1: any)
   As an echo server it sends each record back to where it came from. With "broadcast" the first
   connection is the source: its records go to all other connections instead, those of the others
   are still sent back. With "poll" it never waits in the kernel: its loop turns without end. With
   "adaptive" libvce waits as its interface did from the beginning, shortly at first.
   It listens on a free port of 127.0.0.1, prints it, and is steered as control.h says. */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "control.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  RECORD_HEAD = 2,
  RECORD_BYTES = RECORD_HEAD + 65535, /* the largest record */
  RECEIVE_BYTES = 64 * 1024,          /* asked for in one receive, where the server may choose */
  DESCRIPTORS = 19500
};

struct peer {
  bool broadcast;
  bool polling;
  bool adaptive;
};

/* Reads the command line, binds the process to its CPU, raises the limit of descriptors, and makes
   writing to a closed connection an error instead of a signal. Dies if anything is wrong. */
struct peer peer_start(int argc, char **argv);

/* Bytes of the record at the front with its header; 0 if it is not all there. */
static inline size_t record_at(const unsigned char *from, size_t bytes) {
  if (bytes < RECORD_HEAD)
    return 0;
  size_t whole = RECORD_HEAD + ((size_t)from[0] << 8 | from[1]);
  return whole <= bytes ? whole : 0;
}

/* Writes a record with this content; returns its end. */
static inline unsigned char *record_put(unsigned char *to, const unsigned char *content,
                                        size_t length) {
  to[0] = (unsigned char)(length >> 8);
  to[1] = (unsigned char)length;
  memcpy(to + RECORD_HEAD, content, length);
  return to + RECORD_HEAD + length;
}

/* Answers each whole record with the same content, all answers to `to`, where `bytes` must fit.
   Returns how many bytes of the input were records, which is how many were written. */
static inline size_t records_answer(unsigned char *to, const unsigned char *from, size_t bytes) {
  size_t at = 0;
  for (size_t whole; (whole = record_at(from + at, bytes - at)) != 0; at += whole)
    to = record_put(to, from + at + RECORD_HEAD, whole - RECORD_HEAD);
  return at;
}

#ifdef __cplusplus
}
#endif

#endif
