/* The scenes, in the order in which they are told. Each starts and ends its own processes; a step
   that does not happen ends the story (expect in report.h). */
#ifndef DEMO_SCENES_H
#define DEMO_SCENES_H

/* A server that gives back every byte. */
void show_echo(void);

/* Connect without waiting: write when there is room, give up after a fixed time. */
void show_nonblocking_client(void);

/* Connect with waiting: valid or not, right afterwards. */
void show_blocking_client(void);

/* Three scenes with one server: at its absolute maximum; with a hi-water watcher; down. */
void show_full_and_down(void);

/* One client that does not read, and what the others notice of it. */
void show_slow_reader(void);

/* A thousand clients connected at the same time. */
void show_thousand_clients(void);

#endif
