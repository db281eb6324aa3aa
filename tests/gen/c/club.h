// The objects that receive the messages of methods.txt.
#ifndef TESTS_GEN_C_CLUB_H
#define TESTS_GEN_C_CLUB_H

struct World {
  int club_enter_recv(conn_t c, const char *name, int id);
  int club_leave_recv(conn_t c);
  int club_hidden_recv(conn_t c, int x);
  int club_shown_recv(conn_t c, int x);
};

struct View {
  int club_seen_recv(conn_t c, int id);
};

struct Screen {
  View view;
};

extern World *world;
extern Screen the;

#endif
