/* Connections that have nothing to do with the scenario, but share its heartbeats.
 *
 * One was accepted and one was made by the library. Their peers send numbered records, which the
 * program sends back, and check the answers. Whatever fails elsewhere, they lose nothing: no record
 * is lost, doubled, cut or out of order, and none of the two ends. A fault that hits the socket of
 * one of them may end it, but what it still says is checked.
 */
#ifndef TESTS_FAULTS_BYSTANDERS_H
#define TESTS_FAULTS_BYSTANDERS_H

#include <stdbool.h>

void bystanders_open(void);

/* Their peers send a few records; their peers read what has come back. */
void bystanders_speak(void);
void bystanders_listen(void);

/* While silent, they send nothing. */
void bystanders_silence(bool yes);

/* Silences them and drives heartbeats, without faults, until all records have come back, which they
 * must. */
void bystanders_settle(void);

/* How many of their connections are alive. */
int bystanders_count(void);

/* Forgets them, after the library was finalised. */
void bystanders_forget(void);

#endif
