/* What the program brings to heartbeats: wakes, posted functions, timers that are due at once. */
#include "operation.h"

#include <limits.h>
#include <string.h>

enum { TIMERS = 8 };

static struct {
  long posted, ran, due; /* functions, in the order of posting; those due in this heartbeat */
  long next; /* the first of those that a posted function has posted in this heartbeat */
  bool inside, woken, wake_due;
  struct {
    int id;        /* 0: none */
    bool due;      /* it was started before this heartbeat */
    bool for_next; /* a timer has started it in this one */
  } timer[TIMERS];
} handed;

void handovers_reset(void) { memset(&handed, 0, sizeof handed); }

static void must_run_now(const char *what) {
  MUST(model.in_beat && (model.draining || model.phase <= 5), "%s ran in step %d", what,
       model.in_beat ? model.phase : 0);
}

static void on_wake(void *user) {
  must_run_now("the wake callback");
  MUST(user == &handed && handed.woken, "the wake callback ran without a wake");
  handed.woken = handed.wake_due = false;
}

static void on_post(void *number) {
  must_run_now("a posted function");
  MUST((long)number == handed.ran, "posted function %ld ran in place of %ld", (long)number,
       handed.ran);
  MUST(model.draining || handed.ran < handed.next, "posted function %ld did not wait", handed.ran);
  handed.ran++;
  if (handed.ran % 3 != 0)
    return;
  if (handed.next > handed.posted)
    handed.next = handed.posted;
  hand_over(&(op_t){.a = 1});
  hand_over(&(op_t){.a = 2, .b = (unsigned char)handed.ran});
}

static void on_timer(int id, void *user) {
  const int i = (int)(long)user;
  must_run_now("a timer");
  MUST(i >= 0 && i < TIMERS && handed.timer[i].id == id, "timer %d ran, which there is not", id);
  MUST(model.draining || !handed.timer[i].for_next, "timer %d did not wait", id);
  const int before = vce_get_last_error();
  expect((answer_t){VCE_ENOENT, VCE_ENOENT}, vce_timer_stop(id), before, "the stop of what ran");
  handed.timer[i].id = 0;
  handed.inside = true;
  if (id % 3 == 0)
    hand_over(&(op_t){.a = 2, .b = (unsigned char)id});
  handed.inside = false;
}

static void start_or_stop_timer(int i) {
  const int before = vce_get_last_error(), id = handed.timer[i].id;
  if (id > 0) {
    emit("  CHECK_INT(vce_timer_stop(timer[%d]), 0);\n", i);
    expect((answer_t){0, 0}, vce_timer_stop(id), before, "vce_timer_stop");
    expect((answer_t){VCE_ENOENT, VCE_ENOENT}, vce_timer_stop(id), 0, "vce_timer_stop again");
    handed.timer[i].id = 0;
    return;
  }
  emit("  timer[%d] = vce_timer_start(0, 0, on_timer, NULL);\n", i);
  const int made = vce_timer_start(0, 0, on_timer, (void *)(long)i);
  expect((answer_t){1, 0}, made > 0, before, "vce_timer_start");
  for (int k = 0; k < TIMERS; ++k)
    MUST(handed.timer[k].id != made, "timer %d was given twice", made);
  handed.timer[i].id = made;
  handed.timer[i].due = false;
  handed.timer[i].for_next = handed.inside;
}

static void refuse(void) {
  const int before = vce_get_last_error();
  const answer_t invalid = {VCE_EINVAL, VCE_EINVAL}, range = {VCE_ERANGE, VCE_ERANGE};
  expect(invalid, vce_post(NULL, NULL), before, "vce_post of nothing");
  expect(invalid, vce_timer_start(0, 0, NULL, NULL), before, "vce_timer_start of nothing");
  expect(range, vce_timer_start(-1, 0, on_timer, NULL), before, "a negative interval");
}

void hand_over(const op_t *op) {
  const int before = vce_get_last_error();
  switch (op->a % 5) {
  case 0:
    emit("  vce_set_wake_callback(on_wake, NULL);\n  vce_wake();\n");
    expect((answer_t){0, 0}, vce_set_wake_callback(on_wake, &handed), before,
           "vce_set_wake_callback");
    vce_wake();
    expect((answer_t){0, KEPT}, 0, 0, "vce_wake");
    handed.woken = true;
    break;
  case 1:
    emit("  vce_post(on_post, NULL);\n");
    expect((answer_t){0, 0}, vce_post(on_post, (void *)handed.posted), before, "vce_post");
    handed.posted++;
    break;
  case 4:
    refuse();
    break;
  default:
    start_or_stop_timer(op->b % TIMERS);
  }
}

void handovers_begin(void) {
  handed.due = handed.posted;
  handed.next = LONG_MAX;
  handed.wake_due = handed.woken;
  for (int i = 0; i < TIMERS; ++i) {
    handed.timer[i].due = handed.timer[i].id > 0;
    handed.timer[i].for_next = false;
  }
}

void handovers_end(void) {
  MUST(!handed.wake_due, "a wake was not told");
  MUST(handed.ran >= handed.due, "%ld posted functions did not run", handed.due - handed.ran);
  for (int i = 0; i < TIMERS; ++i)
    MUST(handed.timer[i].id == 0 || !handed.timer[i].due, "timer %d did not run",
         handed.timer[i].id);
}
