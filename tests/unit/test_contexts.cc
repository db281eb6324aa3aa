// Contexts, their handles, and what becomes of those that were cleaned up.
#include "net/contexts.h"

#include "cmocka_cxx.h"

using namespace vce;

namespace {

const CallbackTable no_face{};

Context &add(Contexts &contexts) {
  auto context = make_owned<Context>(ContextOptions{}, no_face);
  assert_true(context && context->edit_settings());
  assert_true(contexts.reserve());
  return contexts.add(std::move(context));
}

void a_handle_names_its_context_and_nothing_else_does(void **) {
  Contexts contexts;
  contexts.open(3);
  Context &a = add(contexts), &b = add(contexts);
  assert_ptr_equal(contexts.find(a.handle), &a);
  assert_ptr_equal(contexts.find(b.handle), &b);
  const auto number = reinterpret_cast<std::uintptr_t>(a.handle);
  for (int bit = 0; bit < 64; ++bit)
    assert_ptr_not_equal(contexts.find(reinterpret_cast<void *>(number ^ std::uintptr_t{1} << bit)),
                         &a);
  assert_null(contexts.find(nullptr));
  assert_null(contexts.find(&a));
  contexts.free_all();
}

void a_number_of_a_connection_is_no_context(void **) {
  Contexts contexts;
  contexts.open(1);
  Context &a = add(contexts);
  const auto generation = reinterpret_cast<std::uintptr_t>(a.handle) >> 32 << 32;
  assert_null(contexts.find(reinterpret_cast<void *>(generation | ConnectionNumber::of(0))));
  contexts.free_all();
}

void an_abandoned_context_has_no_name_and_its_slot_gets_another_generation(void **) {
  Contexts contexts;
  contexts.open(1);
  void *const before = add(contexts).handle;
  assert_true(contexts.full());
  contexts.abandon(*contexts.find(before));
  assert_false(contexts.full());
  assert_null(contexts.find(before));
  contexts.free_abandoned([](Context &) {});
  assert_null(contexts.front());
  Context &next = add(contexts);
  assert_ptr_not_equal(next.handle, before);
  assert_ptr_equal(contexts.find(next.handle), &next);
  assert_null(contexts.find(before));
  contexts.free_all();
}

void handles_of_an_earlier_life_stay_dead(void **) {
  void *before;
  {
    Contexts contexts;
    contexts.open(1);
    before = add(contexts).handle;
    contexts.free_all();
  }
  Contexts contexts;
  contexts.open(1);
  add(contexts);
  assert_null(contexts.find(before));
  contexts.free_all();
}

void the_walk_is_newest_first_and_sees_abandoned_ones_until_they_are_freed(void **) {
  Contexts contexts;
  contexts.open(3);
  Context &a = add(contexts), &b = add(contexts), &c = add(contexts);
  contexts.abandon(b);
  assert_ptr_equal(contexts.front(), &c);
  assert_ptr_equal(contexts.next(c), &b);
  assert_ptr_equal(contexts.next(b), &a);
  assert_null(contexts.next(a));
  contexts.free_abandoned([](Context &) {});
  assert_ptr_equal(contexts.next(c), &a);
  contexts.free_all();
}

void a_limit_of_zero_or_less_is_full_at_once(void **) {
  for (int limit : {0, -1}) {
    Contexts contexts;
    contexts.open(limit);
    assert_true(contexts.full());
  }
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(a_handle_names_its_context_and_nothing_else_does),
      cmocka_unit_test(a_number_of_a_connection_is_no_context),
      cmocka_unit_test(an_abandoned_context_has_no_name_and_its_slot_gets_another_generation),
      cmocka_unit_test(handles_of_an_earlier_life_stay_dead),
      cmocka_unit_test(the_walk_is_newest_first_and_sees_abandoned_ones_until_they_are_freed),
      cmocka_unit_test(a_limit_of_zero_or_less_is_full_at_once),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
