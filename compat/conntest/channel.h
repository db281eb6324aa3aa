/* What a worker process and the process that started it tell each other, through two pipes. */
#ifndef CONNTEST_CHANNEL_H
#define CONNTEST_CHANNEL_H

#include "tally.h"

/* A worker works through its waves phase by phase. At the end of opening and of closing it reports
   and waits for the others. */
enum phase { PHASE_OPENING, PHASE_HOLDING, PHASE_CLOSING };

enum message_kind {
  MESSAGE_PROGRESS, /* numbers as they are now */
  MESSAGE_ARRIVED,  /* the same; the phase is over, and the worker waits for the word to go on */
  MESSAGE_DONE      /* the same; a struct statement follows, and then nothing */
};

struct message {
  enum message_kind kind;
  enum phase phase;
  struct tally tally;
  int64_t opened_ns; /* when the last connect under way was decided */
};

/* Write and read everything. False if the other end is gone. */
bool channel_send(int fd, const void *data, size_t size);
bool channel_receive(int fd, void *data, size_t size);

/* The word from above, without waiting for it. */
enum word { WORD_NONE, WORD_GO, WORD_STOP };
bool channel_say_go(int fd); /* the word to stop is said by closing the pipe */
enum word channel_listen(int fd);

#endif
