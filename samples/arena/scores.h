/*
 * scores.h - the high scores: the best that each name ever reached, in an SQLite file.
 * Errors are logged; the game goes on without.
 */
#ifndef ARENA_SCORES_H
#define ARENA_SCORES_H

#include "arena_sv.h"

/* `path` ":memory:" keeps nothing. Returns 0, or -1 with a message. */
int scores_open(const char *path);

void scores_save(const char *name, int points); /* unless the name has a better score */

/* Fills up to ARENA_TOP entries, the best first; returns how many. */
int scores_top(arena_score *list);

/* Makes what was saved so far survive a crash of the server; called once per second. */
void scores_commit(void);

void scores_close(void);

#endif
