/*
 * The roles of the other processes. Each prints its port (or what it found) on standard output and,
 * if it is a server, serves until SIGTERM.
 *
 *   echo MOST        answers every line with the same line. "?" asks for the number of connections
 *                    and the most bytes that are unsent to one of them; "flood" asks for
 *                    flood_lines numbered lines, sent as fast as the asking client takes them
 *   full SERVE MOST  welcomes SERVE clients, tells the others "full", has at most MOST in all
 *   mute             lets the operating system promise connections, but never completes one
 *   slow PORT        a client that asks for the flood, prints the bytes it has read of it (0), does
 *                    not read until woken, and then reads, verifies and prints the number of lines
 */
#ifndef DEMO_ROLES_H
#define DEMO_ROLES_H

enum {
  line_bytes = 1024,                 /* a line of the flood, with its line end */
  flood_lines = 24 * 1024,           /* 24 MiB: more than the kernel takes in for one connection */
  server_write_buffer = 1024 * 1024, /* of the echo server, per connection */
};

/* Plays the role argv[0]; returns the exit code. */
int play_role(int argc, char **argv);

/* For the roles: prints a number as a line of its own and tells whether that worked; and whether
   SIGTERM has come. */
int role_report(long number);
int role_ended(void);

#endif
