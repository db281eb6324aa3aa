#include "round.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app.h"
#include "bystanders.h"

/* Only in a process with LeakSanitizer. */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static const vce_limit_t usual_limits = {.max_tcpcontext = 16,
                                         .max_conn = 100,
                                         .max_array = 200,
                                         .sendbuf_work_size = 0,
                                         .recvbuf_work_size = 0};

static void expect_nothing_held(int descriptors) {
  if (shim_held() != 0) {
    shim_print_held();
    check_failed(__FILE__, __LINE__, "%d things are held after finalise", shim_held());
  }
  CHECK_INT(descriptors_open(), descriptors);
  const vce_stat_t s = counters();
  CHECK_INT(s.conn_alloc, s.conn_free);
}

/* The process is as good as new: a server, a peer, a record there and back. */
static void use_once_more(int descriptors) {
  events_reset();
  initialise(&usual_limits);
  options_t o = options();
  tcpcontext_t t = make_server(&o);
  vce_tcpcontext_set_conn_parser(t, vce_protocol_parser_text, vce_protocol_pcallback_echo_text);
  link_t l = join_server(t);
  peer_send_text(l.peer, "once more\n");
  beat();
  peer_expect_text(l.peer, "once more\n");
  end_contexts();
  finalise();
  peer_close_all();
  expect_nothing_held(descriptors);
}

void run_round(const scenario_t *scenario, const fault_t *fault, report_t *report, int seconds) {
  alarm((unsigned)seconds);
  const int descriptors = descriptors_open();
  events_reset();
  vce_set_verbose_mode(0);
  faults_plan(fault, report);
  faults_resume();
  if (!scenario->bare) {
    initialise(&usual_limits);
    bystanders_open();
  }
  scenario->run();
  if (!scenario->bare) {
    bystanders_settle();
    finalise();
    bystanders_forget();
  }
  faults_publish();
  faults_over();
  peer_close_all();
  if (events_violation() != NULL) check_failed(__FILE__, __LINE__, "%s", events_violation());
  expect_nothing_held(descriptors);
  use_once_more(descriptors);
  events_reset();
  if (__lsan_do_recoverable_leak_check != NULL && __lsan_do_recoverable_leak_check() != 0)
    check_failed(__FILE__, __LINE__, "LeakSanitizer found leaks");
  child_done();
}
