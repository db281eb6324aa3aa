// The reserve of memory for libevent. Its look-ups crashed when malloc had nothing left.
#include "base/reserve.h"

#include "base/platform.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "cmocka_cxx.h"
#include "leave.h"

using namespace vce;

namespace {

constexpr std::size_t refused = std::size_t{1} << 62; // more than malloc or the reserve can have

// It calls such a size an error of ours, and emulates the limit of the address space.
bool under_valgrind() { return std::getenv("VCE_TEST_VALGRIND") != nullptr; }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool malloc_can_be_emptied = false;
#else
constexpr bool malloc_can_be_emptied = true;
#endif

void what_malloc_gives_is_passed_on(void **) {
  auto *p = static_cast<char *>(reserve::allocate(10));
  assert_non_null(p);
  std::memcpy(p, "abcdefghi", 10);
  p = static_cast<char *>(reserve::reallocate(p, 100000));
  assert_string_equal(p, "abcdefghi");
  if (!under_valgrind()) {
    assert_null(reserve::allocate(refused));
    assert_null(reserve::reallocate(p, refused));
  }
  assert_string_equal(p, "abcdefghi");
  assert_false(reserve::is_low());
  reserve::release(p);
  reserve::release(nullptr);
}

// No more address space, and nothing left of what malloc has already.
void empty_malloc() {
  const rlimit none{0, RLIM_INFINITY};
  setrlimit(RLIMIT_AS, &none);
  for (std::size_t size = 1 << 20; size > 0; size /= 2)
    while (void *p = std::malloc(size))
      *static_cast<volatile char *>(p) = 1;
}

bool lends_what_malloc_refuses() {
  auto *kept = static_cast<char *>(reserve::allocate(10));
  std::memcpy(kept, "kept", 5);
  empty_malloc();
  char *lent[100];
  for (auto &p : lent) {
    p = static_cast<char *>(reserve::allocate(2000));
    if (!p)
      return reserve::is_low() && &p - lent > 64;
    std::memset(p, 'x', 2000);
  }
  if (!reserve::is_low() || !(kept = static_cast<char *>(reserve::reallocate(kept, 300))))
    return false;
  for (auto *p : lent)
    reserve::release(p);
  kept = static_cast<char *>(reserve::reallocate(kept, 200000)); // all gaps have become one
  return kept && std::strcmp(kept, "kept") == 0 && !reserve::allocate(200000) && reserve::is_low();
}

// Where the size of malloc's blocks is unknown they cannot move into the reserve.
void what_malloc_refuses_is_lent(void **) {
  if (!malloc_can_be_emptied || under_valgrind() || !VCE_LINUX)
    skip();
  const pid_t child = fork();
  if (child == 0)
    leave(lends_what_malloc_refuses() ? 0 : 1);
  int status = -1;
  waitpid(child, &status, 0);
  assert_int_equal(status, 0);
}

// A child forked while another thread was here waited for that thread for ever.
void a_child_can_use_it_whatever_threads_did_at_the_fork(void **) {
  constexpr int forks = 200;
  assert_true(reserve::survive_forks());
  std::atomic<bool> done{false};
  std::thread other([&done] {
    while (!done)
      (void)reserve::is_low();
  });
  int answered = 0;
  for (int i = 0; i < forks; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(10);
      leave(reserve::is_low() ? 1 : 0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    if (status != 0)
      break;
    ++answered;
  }
  done = true;
  other.join();
  assert_int_equal(answered, forks);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(what_malloc_gives_is_passed_on),
      cmocka_unit_test(what_malloc_refuses_is_lent),
      cmocka_unit_test(a_child_can_use_it_whatever_threads_did_at_the_fork),
  };
  return cmocka_run_group_tests_name("reserve", tests, nullptr, nullptr);
}
