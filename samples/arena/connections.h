/*
 * connections.h - the context of the server: accepting and ending connections.
 */
#ifndef ARENA_CONNECTIONS_H
#define ARENA_CONNECTIONS_H

/* Listens. `players`: how many may be in at once; those beyond are told so. `silence`: seconds
   without a word after which a client is kicked. Returns the port, or -1 with a message. */
int connections_open(const char *address, unsigned short port, int players, int silence);

/* To be called once per second: ends the connections that should have ended a second ago, but whose
   peers do not take what is unsent. */
void connections_hurry(void);

/* Tells all players that the server ends, and calls heartbeats until all have gone, for two seconds
   at most. */
void connections_close(void);

#endif
