// A callback may not throw. One that does ends the process at once and audibly, instead of leaving
// a heartbeat half done for ever: an application that caught the exception would otherwise go on
// with a library that never serves again.
#include "vce.h"

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
}

namespace {

int throwing(conn_t) { throw 1; }

[[noreturn]] void serve_with_throwing_watcher() {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  (void)!std::freopen("/dev/null", "w", stderr); // the runtime's last words
  try {
    vce_initialize();
    tcpcontext_t server = vce_tcpcontext_create(1, "127.0.0.1", 0, 1, 16, 16, 60, 0, 0, 0);
    vce_tcpcontext_set_conn_acceptwatcher(server, throwing);
    tcpcontext_t client = vce_tcpcontext_create(0, nullptr, 0, 1, 16, 16, 60, 0, 0, 0);
    const auto port = static_cast<unsigned short>(vce_tcpcontext_get_port(server));
    vce_tcpcontext_connect(client, "127.0.0.1", port);
    vce_heartbeat();
  } catch (...) {
    _exit(3); // it got through
  }
  _exit(4); // it was swallowed
}

void an_exception_from_a_callback_terminates_the_process(void **) {
  const pid_t child = fork();
  if (child == 0)
    serve_with_throwing_watcher();
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  assert_int_equal(WTERMSIG(status), SIGABRT);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(an_exception_from_a_callback_terminates_the_process),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
