// Slots and their handles.
#include "base/slot_table.h"

#include "cmocka_cxx.h"

using namespace vce;

namespace {

struct Thing {
  Thing(std::uint32_t slot, int n) : slot_(slot), value(n) {}
  std::uint32_t slot() const { return slot_; }
  std::uint32_t slot_;
  int value;
};

using Number = SlotNumber<HandleTag::connection>;

struct Table : SlotTable<Thing, HandleTag::connection> {
  explicit Table(int limit) { assert_true(open(limit)); }
  Thing &add(std::uint32_t serial) {
    Thing *t = acquire(serial, 7);
    assert_non_null(t);
    return *t;
  }
};

void fresh_slots_count_up_and_freed_ones_come_back_last_first(void **) {
  Table table(4);
  Thing &a = table.add(1), &b = table.add(2), &c = table.add(3);
  assert_int_equal(c.slot(), 2);
  table.release(a);
  table.release(c);
  assert_int_equal(table.add(4).slot(), 2);
  assert_int_equal(table.add(5).slot(), 0);
  assert_int_equal(table.add(6).slot(), 3);
  assert_int_equal(b.slot(), 1);
}

void a_full_table_gives_nothing(void **) {
  Table table(1);
  table.add(1);
  assert_true(table.full());
  assert_null(table.acquire(2, 7));
}

void a_limit_of_zero_or_less_means_no_slot(void **) {
  Table none(0), fewer(-5);
  assert_null(none.acquire(1, 7));
  assert_null(fewer.acquire(1, 7));
}

void a_limit_beyond_the_handles_is_refused(void **) {
  SlotTable<Thing, HandleTag::connection> table;
  assert_false(table.open(static_cast<int>(limits::max_slots) + 1));
  assert_true(table.open(static_cast<int>(limits::max_slots)));
}

void a_handle_names_its_object_until_it_is_released(void **) {
  Table table(10);
  Thing &t = table.add(41);
  const Handle h = table.handle_of(t);
  assert_ptr_equal(table.find(h), &t);
  table.release(t);
  assert_null(table.find(h));
  Thing &next = table.add(42); // same slot
  assert_null(table.find(h));
  assert_ptr_equal(table.find(table.handle_of(next)), &next);
}

void garbage_names_nothing(void **) {
  Table table(1000);
  Thing &t = table.add(1);
  const Handle good = table.handle_of(t);
  const std::uintptr_t values[] = {0,
                                   1,
                                   4,
                                   6,
                                   good.p + 1,
                                   good.p - 1,
                                   good.p + 16,
                                   Number::of(999),
                                   Number::of(1000),
                                   Number::of(limits::max_slots),
                                   ~std::uintptr_t{0},
                                   reinterpret_cast<std::uintptr_t>(&t)};
  for (std::uintptr_t p : values)
    assert_null(table.find({p, 1}));
  for (std::uint32_t serial : {0u, 2u, ~0u})
    assert_null(table.find({good.p, serial}));
}

void numbers_of_slots_survive_their_encoding(void **) {
  for (std::uint32_t slot : {0u, 1u, 63u, 64u, limits::max_slots - 1})
    assert_int_equal(Number::slot(Number::of(slot)), slot);
}

void slots_are_named_whether_they_are_used_or_not(void **) {
  Table table(3);
  Thing &first = table.add(7);
  assert_int_equal(table.index_of(table.handle_of(first)), 0);
  assert_int_equal(table.index_of({Number::of(2), 0}), 2);
  assert_int_equal(table.index_of({Number::of(3), 1}), -1);
  assert_int_equal(table.index_of({0, 1}), -1);
  assert_int_equal(table.handle_at(0).serial, 7);
  assert_int_equal(table.handle_at(2).p, Number::of(2));
  assert_int_equal(table.handle_at(2).serial, 0);
  table.release(first);
  assert_int_equal(table.handle_at(0).serial, 0);
}

void only_slabs_in_use_cost_memory(void **) {
  Table table(1000000);
  for (std::uint32_t i = 1; i <= 3 * limits::slots_per_slab; ++i)
    table.add(i);
  assert_int_equal(table.used(), 3 * limits::slots_per_slab);
  assert_non_null(table.at(3 * limits::slots_per_slab - 1));
  assert_null(table.at(3 * limits::slots_per_slab));
  assert_null(table.at(-1));
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(fresh_slots_count_up_and_freed_ones_come_back_last_first),
      cmocka_unit_test(a_full_table_gives_nothing),
      cmocka_unit_test(a_limit_of_zero_or_less_means_no_slot),
      cmocka_unit_test(a_limit_beyond_the_handles_is_refused),
      cmocka_unit_test(a_handle_names_its_object_until_it_is_released),
      cmocka_unit_test(garbage_names_nothing),
      cmocka_unit_test(numbers_of_slots_survive_their_encoding),
      cmocka_unit_test(slots_are_named_whether_they_are_used_or_not),
      cmocka_unit_test(only_slabs_in_use_cost_memory),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
