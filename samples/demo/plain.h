/* The roles that are played with plain sockets, because the library would not behave as badly:
   a listener whose queue is full, and a client that does not read what has arrived. */
#ifndef DEMO_PLAIN_H
#define DEMO_PLAIN_H

int play_mute(void);
int play_slow(unsigned short port);

#endif
