/*
 * scores.c - shows a database beside a heartbeat. A call into SQLite stands still until it is done,
 * and so does everything else meanwhile. So nothing here waits for the disk: all that is saved
 * within a second is one transaction, and with a write-ahead log at synchronous=NORMAL its commit
 * writes into the cache of the system. A crash of the server loses a second at most, one of the
 * machine some more.
 */
#include "scores.h"
#include <sqlite3.h>
#include <stdio.h>

static sqlite3 *database;
static sqlite3_stmt *save, *top;

static int run(const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return 0;
  vce_errout("scores: %s: %s\n", sql, sqlite3_errmsg(database));
  return -1;
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    vce_errout("scores: %s: %s\n", sql, sqlite3_errmsg(database));
  return statement;
}

int scores_open(const char *path) {
  if (sqlite3_open(path, &database) != SQLITE_OK) {
    vce_errout("scores: cannot open %s: %s\n", path, sqlite3_errmsg(database));
    scores_close();
    return -1;
  }
  if (run("PRAGMA journal_mode=WAL") == 0 && run("PRAGMA synchronous=NORMAL") == 0 &&
      run("CREATE TABLE IF NOT EXISTS scores"
          " (name TEXT PRIMARY KEY, points INTEGER NOT NULL) WITHOUT ROWID") == 0 &&
      run("CREATE INDEX IF NOT EXISTS best ON scores (points DESC, name)") == 0) {
    save = prepare("INSERT INTO scores VALUES (?1, ?2) ON CONFLICT (name)"
                   " DO UPDATE SET points = excluded.points WHERE excluded.points > points");
    top = prepare("SELECT name, points FROM scores ORDER BY points DESC, name LIMIT ?1");
  }
  if (save != NULL && top != NULL)
    return 0;
  scores_close();
  return -1;
}

void scores_save(const char *name, int points) {
  if (sqlite3_get_autocommit(database)) /* not inside a transaction, or one that failed */
    run("BEGIN");
  sqlite3_bind_text(save, 1, name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int(save, 2, points);
  if (sqlite3_step(save) != SQLITE_DONE)
    vce_errout("scores: %s not saved: %s\n", name, sqlite3_errmsg(database));
  sqlite3_reset(save);
}

int scores_top(arena_score *list) {
  int count = 0;
  sqlite3_bind_int(top, 1, ARENA_TOP);
  while (count < ARENA_TOP && sqlite3_step(top) == SQLITE_ROW) {
    snprintf(list[count].name, sizeof list[count].name, "%s",
             (const char *)sqlite3_column_text(top, 0));
    list[count++].points = sqlite3_column_int(top, 1);
  }
  sqlite3_reset(top);
  return count;
}

void scores_commit(void) {
  if (database != NULL && !sqlite3_get_autocommit(database))
    run("COMMIT");
}

void scores_close(void) {
  scores_commit();
  sqlite3_finalize(save);
  sqlite3_finalize(top);
  sqlite3_close(database);
  save = top = NULL;
  database = NULL;
}
