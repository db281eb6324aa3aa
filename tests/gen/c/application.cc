// An application in C++ with stubs compiled as C (in the C modes) or C++.
#include <cstring>
#include <string>

extern "C" {
#include "stub_test.h"
}

#include "plain_cli.h"
#include "plain_sv.h"

static std::string received;

int plain_hi_recv(conn_t c, short n) {
  received += "hi " + std::to_string(n) + " ";
  return plain_ho_send(c, static_cast<short>(-n));
}
int plain_ho_recv(conn_t, short n) {
  received += "ho " + std::to_string(n) + " ";
  return 0;
}
int plain_cli_sender(conn_t c, char *data, int len) { return plain_sv_pcallback(c, data, len); }
int plain_sv_sender(conn_t c, char *data, int len) { return plain_cli_pcallback(c, data, len); }
int plain_cli_recv_error_callback(conn_t, int e) { return e; }
int plain_sv_recv_error_callback(conn_t, int e) { return e; }
int plain_toolong_recv_warning(conn_t, int, int) { return -1; }

static void names_have_c_linkage(void **) {
  assert_int_equal(plain_hi_send(some_conn, 5), 0);
  assert_string_equal(received.c_str(), "hi 5 ho -5 ");
}

int main() {
  const CMUnitTest tests[] = {cmocka_unit_test(names_have_c_linkage)};
  return cmocka_run_group_tests_name("application", tests, nullptr, nullptr);
}
