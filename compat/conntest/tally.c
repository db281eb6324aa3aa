#include "tally.h"

#include <string.h>

void tally_add(struct tally *to, const struct tally *from) {
  to->attempts += from->attempts;
  for (int i = 0; i < OUTCOMES; i++)
    to->outcomes[i] += from->outcomes[i];
  to->ended_later += from->ended_later;
  to->under_way += from->under_way;
  to->open += from->open;
  to->sent += from->sent;
  to->echoed += from->echoed;
  to->missing += from->missing;
  to->wrong += from->wrong;
  to->held_back += from->held_back;
}

uint64_t tally_failed(const struct tally *of) {
  uint64_t failed = 0;
  for (int i = OUTCOME_ESTABLISHED + 1; i < OUTCOMES; i++)
    failed += of->outcomes[i];
  return failed;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

void note(char to[NOTE_TEXT], const char *text, size_t length) {
  if (to[0] != '\0')
    return;
  while (length > 0 && is_space(text[length - 1]))
    length--;
  if (length >= NOTE_TEXT)
    length = NOTE_TEXT - 1;
  for (size_t i = 0; i < length; i++)
    to[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '.';
  to[length] = '\0';
}

void statement_merge(struct statement *to, const struct statement *from) {
  if (from->stop > to->stop)
    to->stop = from->stop;
  note(to->notes.failure, from->notes.failure, strlen(from->notes.failure));
  note(to->notes.peer, from->notes.peer, strlen(from->notes.peer));
  note(to->notes.wrong, from->notes.wrong, strlen(from->notes.wrong));
  latency_merge(&to->connect, &from->connect);
  latency_merge(&to->echo, &from->echo);
}

const char *outcome_key(enum outcome outcome) {
  static const char *const keys[OUTCOMES] = {"established", "refused",       "timed_out",
                                             "full",        "no_local_port", "no_descriptor",
                                             "failed",      "abandoned"};
  return keys[outcome];
}

const char *outcome_text(enum outcome outcome) {
  static const char *const texts[OUTCOMES] = {"established", "refused",       "timed out",
                                              "full",        "no local port", "no descriptor",
                                              "failed",      "abandoned"};
  return texts[outcome];
}

const char *stop_key(enum stop stop) {
  static const char *const keys[STOPS] = {"complete",      "gave_up",     "no_local_port",
                                          "no_descriptor", "interrupted", "worker_lost"};
  return keys[stop];
}
