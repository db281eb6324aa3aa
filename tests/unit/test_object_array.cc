// Object arrays and the table of their descriptors.
#include "base/error.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/object_array.h"

#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <new>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

// --- Fixtures. A failing test leaves by longjmp, so what has a destructor lives outside of it. ---

int live_blocks;
int blocks_until_failure; // below 0: never

void *counting_allocate(std::size_t n) {
  if (blocks_until_failure == 0)
    return nullptr;
  if (blocks_until_failure > 0)
    --blocks_until_failure;
  ++live_blocks;
  return std::malloc(n);
}
void counting_release(void *p) {
  live_blocks -= p != nullptr;
  std::free(p);
}

char logged[4096];
void keep_log(int, const char *text) {
  std::strncat(logged, text, sizeof logged - std::strlen(logged) - 1);
}

int start(void **) {
  live_blocks = 0;
  blocks_until_failure = -1;
  logged[0] = '\0';
  replace_memory_hooks(counting_allocate, counting_release);
  set_log_sink(keep_log);
  set_verbosity(1);
  return 0;
}

int stop(void **) {
  blocks_until_failure = -1;
  set_verbosity(0);
  set_log_sink(nullptr);
  return live_blocks; // every test gives back what it took
}

// The state of an array test: one array of 8 slots of 16 bytes, named "pool".
constexpr int count = 8;
constexpr std::size_t size = 16;

int start_array(void **state) {
  start(state);
  auto array = make_owned<ObjectArray>(5, "pool");
  if (!array || !array->open(size, count))
    return -1;
  logged[0] = '\0';
  *state = array.release();
  return 0;
}

int stop_array(void **state) {
  Release()(static_cast<ObjectArray *>(*state));
  return stop(state);
}

ObjectArray &array_of(void **state) { return *static_cast<ObjectArray *>(*state); }

// The state of a table test: an open table of the least size.
int start_table(void **state) {
  start(state);
  auto table = make_owned<ArrayTable>();
  if (!table || !table->open(0))
    return -1;
  *state = table.release();
  return 0;
}

int stop_table(void **state) {
  auto *table = static_cast<ArrayTable *>(*state);
  table->close();
  Release()(table);
  return stop(state);
}

ArrayTable &table_of(void **state) { return *static_cast<ArrayTable *>(*state); }

char *at(const ObjectArray &array, std::ptrdiff_t offset) {
  const auto base = reinterpret_cast<std::uintptr_t>(array.slot(0));
  return reinterpret_cast<char *>(base + static_cast<std::uintptr_t>(offset));
}

void take_all(ObjectArray &array) {
  while (array.used() < array.count())
    assert_non_null(array.take());
}

void *next_of(const ObjectArray &array, const void *p) {
  void *follower = nullptr;
  assert_int_equal(array.next(p, follower), err::none);
  return follower;
}

// --- Slots ---

void slots_are_zero_and_lie_size_bytes_apart(void **state) {
  ObjectArray &array = array_of(state);
  for (int i = 0; i < count; ++i) {
    assert_ptr_equal(array.slot(i), at(array, i * static_cast<std::ptrdiff_t>(size)));
    for (std::size_t k = 0; k < size; ++k)
      assert_int_equal(static_cast<char *>(array.slot(i))[k], 0);
  }
  assert_int_equal(reinterpret_cast<std::uintptr_t>(array.slot(0)) % alignof(std::max_align_t), 0);
}

void slots_are_never_written_by_the_array(void **state) {
  ObjectArray &array = array_of(state);
  char *p = static_cast<char *>(array.take());
  std::memset(p, 0x5a, size);
  array.give(p);
  for (std::size_t k = 0; k < size; ++k)
    assert_int_equal(p[k], 0x5a);
  assert_ptr_equal(array.take(), p);
  for (std::size_t k = 0; k < size; ++k)
    assert_int_equal(p[k], 0x5a);
}

void fresh_array_hands_out_its_slots_in_order(void **state) {
  ObjectArray &array = array_of(state);
  for (int i = 0; i < count; ++i)
    assert_ptr_equal(array.take(), array.slot(i));
}

void slot_freed_last_is_taken_first_and_before_fresh_ones(void **state) {
  ObjectArray &array = array_of(state);
  for (int i = 0; i < 4; ++i)
    array.take();
  array.give(array.slot(1));
  array.give(array.slot(3));
  assert_ptr_equal(array.take(), array.slot(3));
  assert_ptr_equal(array.take(), array.slot(1));
  assert_ptr_equal(array.take(), array.slot(4));
}

void full_array_hands_out_nothing(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  assert_null(array.take());
  assert_int_equal(array.used(), count);
  assert_string_equal(logged, "Fatal:1020 array pool is full\n");
}

void taking_and_giving_needs_no_memory(void **state) {
  ObjectArray &array = array_of(state);
  blocks_until_failure = 0;
  take_all(array);
  array.give_all();
  take_all(array);
  assert_int_equal(array.used(), count);
}

void giving_all_starts_with_the_newest(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  array.give_all();
  assert_int_equal(array.used(), 0);
  assert_null(array.newest());
  assert_null(array.oldest());
  for (int i = 0; i < count; ++i)
    assert_ptr_equal(array.take(), array.slot(i));
}

// --- Giving back what cannot be given back ---

void element_freed_twice_is_a_bug_of_the_caller(void **state) {
  ObjectArray &array = array_of(state);
  void *p = array.take();
  array.take();
  assert_int_equal(array.give(p), err::none);
  assert_int_equal(array.give(p), err::bug);
  assert_int_equal(array.used(), 1);
  assert_non_null(std::strstr(logged, "Warning:4214 "));
}

void slot_never_taken_cannot_be_given(void **state) {
  ObjectArray &array = array_of(state);
  assert_int_equal(array.give(array.slot(7)), err::bug);
  assert_int_equal(array.used(), 0);
}

struct Refusal {
  std::ptrdiff_t offset;
  const char *logged;
};

void foreign_address_cannot_be_given(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  constexpr std::ptrdiff_t end = count * size;
  const Refusal refusals[] = {
      {-16, "Warning:4001 "},
      {-1, "Warning:4001 "},
      {1, "Warning:4002 "},
      {end - 1, "Warning:4002 "},
      {end, "Warning:4003 "},
      {end + 160, "Warning:4003 "},
      // A multiple of 2^32 slots away: was taken for the slot itself once.
      {std::ptrdiff_t{1} << 36, "Warning:4003 "},
  };
  for (const Refusal &r : refusals) {
    logged[0] = '\0';
    assert_int_equal(array.give(at(array, r.offset)), err::invalid);
    assert_memory_equal(logged, r.logged, std::strlen(r.logged));
  }
  logged[0] = '\0';
  assert_int_equal(array.give(nullptr), err::invalid);
  assert_memory_equal(logged, "Warning:4000 ", 13);
  assert_int_equal(array.used(), count);
}

// --- Asking about addresses ---

void slot_number_follows_from_the_address(void **state) {
  ObjectArray &array = array_of(state);
  for (int i = 0; i < count; ++i) {
    assert_int_equal(array.slot_of(array.slot(i)), i);
    assert_true(array.is_slot(array.slot(i)));
  }
}

void address_off_a_slot_boundary_is_misaligned(void **state) {
  ObjectArray &array = array_of(state);
  void *follower = array.slot(0);
  for (std::ptrdiff_t offset : {1, 8, 15, 17, -1}) {
    assert_int_equal(array.slot_of(at(array, offset)), err::alignment);
    assert_int_equal(array.next(at(array, offset), follower), err::alignment);
    assert_false(array.is_slot(at(array, offset)));
    assert_false(array.in_use(at(array, offset)));
  }
  assert_ptr_equal(follower, array.slot(0));
}

void address_outside_of_the_block_is_invalid(void **state) {
  ObjectArray &array = array_of(state);
  void *follower = array.slot(0);
  constexpr std::ptrdiff_t end = count * size;
  for (std::ptrdiff_t offset : {end, end + 16, std::ptrdiff_t{-16}, std::ptrdiff_t{1} << 40}) {
    assert_int_equal(array.slot_of(at(array, offset)), err::invalid);
    assert_int_equal(array.next(at(array, offset), follower), err::invalid);
    assert_false(array.is_slot(at(array, offset)));
    assert_false(array.in_use(at(array, offset)));
  }
  assert_int_equal(array.slot_of(nullptr), err::invalid);
  assert_int_equal(array.next(nullptr, follower), err::invalid);
  assert_ptr_equal(follower, array.slot(0));
}

void null_is_invalid_even_where_it_would_be_misaligned(void **) {
  ObjectArray *array = make_owned<ObjectArray>(0, "odd").release();
  assert_true(array->open(7, 3));
  assert_int_equal(array->slot_of(nullptr), err::invalid);
  Release()(array);
}

void slot_is_in_use_from_take_to_give(void **state) {
  ObjectArray &array = array_of(state);
  assert_false(array.in_use(array.slot(0)));
  void *p = array.take();
  assert_true(array.in_use(p));
  assert_false(array.in_use(array.slot(1)));
  array.give(p);
  assert_false(array.in_use(p));
}

void slot_number_out_of_range_has_no_address(void **state) {
  ObjectArray &array = array_of(state);
  for (int number : {-1, count, INT_MAX, INT_MIN})
    assert_null(array.slot(number));
}

// --- Walking ---

void walk_goes_from_the_newest_to_the_oldest(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  assert_ptr_equal(array.newest(), array.slot(7));
  assert_ptr_equal(array.oldest(), array.slot(0));
  for (int i = 7; i > 0; --i)
    assert_ptr_equal(next_of(array, array.slot(i)), array.slot(i - 1));
  assert_null(next_of(array, array.slot(0)));
}

void slot_never_taken_has_no_follower(void **state) {
  ObjectArray &array = array_of(state);
  array.take();
  assert_null(next_of(array, array.slot(5)));
}

void freed_element_remembers_its_follower(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  array.give(array.slot(4));
  assert_ptr_equal(next_of(array, array.slot(4)), array.slot(3));
}

void follower_freed_before_is_not_remembered(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  array.give(array.slot(3));
  array.give(array.slot(4));
  assert_ptr_equal(next_of(array, array.slot(4)), array.slot(2));
}

void follower_freed_afterwards_is_passed_over(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  array.give(array.slot(4));
  array.give(array.slot(3));
  array.give(array.slot(2));
  assert_ptr_equal(next_of(array, array.slot(4)), array.slot(1));
}

void walk_ends_when_everything_was_freed(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  void *p = array.newest();
  array.give_all();
  assert_null(next_of(array, p));
}

void follower_freed_and_taken_again_is_met(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  array.give(array.slot(4));
  array.give(array.slot(3));
  array.take(); // slot 3 again, now the newest
  assert_ptr_equal(next_of(array, array.slot(4)), array.slot(3));
}

void slot_taken_again_forgets_its_old_follower(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  array.give(array.slot(2));
  array.take();
  assert_ptr_equal(next_of(array, array.slot(2)), array.slot(7));
}

// A plain model of the same: vectors, searched from end to end.
struct Model {
  int used[count], used_count = 0; // newest first
  int free[count], free_count = 0; // freed last at the end
  int fresh = 0;
  int remembered[count];

  int position(int slot) const {
    for (int i = 0; i < used_count; ++i)
      if (used[i] == slot)
        return i;
    return -1;
  }
  int take() {
    if (used_count == count)
      return -1;
    const int slot = free_count ? free[--free_count] : fresh++;
    std::memmove(used + 1, used, static_cast<std::size_t>(used_count++) * sizeof *used);
    used[0] = slot;
    return slot;
  }
  int follower(int i) const { return i + 1 < used_count ? used[i + 1] : -1; }
  void give(int slot) {
    const int i = position(slot);
    remembered[slot] = follower(i);
    --used_count;
    std::memmove(used + i, used + i + 1, static_cast<std::size_t>(used_count - i) * sizeof *used);
    free[free_count++] = slot;
  }
  int next(int slot) const {
    if (slot >= fresh)
      return -1;
    while (slot >= 0 && position(slot) < 0) {
      slot = remembered[slot];
      if (slot >= 0 && position(slot) >= 0)
        return slot;
    }
    return slot < 0 ? -1 : follower(position(slot));
  }
};

void array_agrees_with_a_plain_model_at_every_step(void **state) {
  ObjectArray &array = array_of(state);
  set_verbosity(-1);
  Model model;
  std::uint32_t seed = 4;
  for (int step = 0; step < 20000; ++step) {
    seed = seed * 1664525 + 1013904223;
    const int slot = static_cast<int>(seed >> 8) % count;
    if (seed >> 31) {
      assert_int_equal(array.slot_of(array.take()),
                       model.take() < 0 ? err::invalid : model.used[0]);
    } else if (model.position(slot) >= 0) {
      assert_int_equal(array.give(array.slot(slot)), err::none);
      model.give(slot);
    } else {
      assert_int_equal(array.give(array.slot(slot)), err::bug);
    }
    assert_int_equal(array.used(), model.used_count);
    for (int i = 0; i < count; ++i) {
      const int expected = model.next(i);
      assert_ptr_equal(next_of(array, array.slot(i)),
                       expected < 0 ? nullptr : array.slot(expected));
      assert_int_equal(array.in_use(array.slot(i)), model.position(i) >= 0);
    }
    const int last = model.used_count - 1;
    assert_ptr_equal(array.newest(), last < 0 ? nullptr : array.slot(model.used[0]));
    assert_ptr_equal(array.oldest(), last < 0 ? nullptr : array.slot(model.used[last]));
  }
}

// --- Making ---

void name_is_cut_to_31_bytes(void **) {
  ObjectArray *array = make_owned<ObjectArray>(0, "0123456789012345678901234567890123").release();
  assert_string_equal(array->name(), "0123456789012345678901234567890");
  Release()(array);
}

void null_is_an_empty_name(void **) {
  ObjectArray *array = make_owned<ObjectArray>(0, nullptr).release();
  assert_string_equal(array->name(), "");
  Release()(array);
}

void array_of_no_elements_is_full_at_once(void **) {
  ObjectArray *array = make_owned<ObjectArray>(0, "none").release();
  assert_true(array->open(8, 0));
  assert_null(array->take());
  assert_null(array->slot(0));
  assert_null(array->newest());
  assert_int_equal(array->count(), 0);
  array->give_all();
  Release()(array);
}

struct Impossible {
  std::size_t size;
  int count;
};

void array_without_memory_is_not_made(void **) {
  const Impossible impossible[] = {
      {4, -1}, {4, INT_MIN}, {SIZE_MAX / 4 + 1, 4}, {SIZE_MAX, 2}, {SIZE_MAX / 2, 2}};
  for (const Impossible &i : impossible) {
    logged[0] = '\0';
    ObjectArray *array = make_owned<ObjectArray>(3, "much").release();
    assert_false(array->open(i.size, i.count));
    assert_memory_equal(logged, "Fatal:1010 array 3", 18);
    Release()(array);
  }
  for (int blocks : {0, 1}) {
    logged[0] = '\0';
    ObjectArray *array = make_owned<ObjectArray>(3, "short").release();
    blocks_until_failure = blocks;
    assert_false(array->open(4, 4));
    assert_memory_equal(logged, blocks == 0 ? "Fatal:1010" : "Fatal:1011", 10);
    blocks_until_failure = -1;
    Release()(array);
  }
}

void slots_need_no_padding(void **) {
  ObjectArray *array = make_owned<ObjectArray>(0, "three").release();
  assert_true(array->open(3, 3));
  assert_ptr_equal(array->slot(2), at(*array, 6));
  assert_int_equal(array->slot_of(at(*array, 3)), 1);
  assert_int_equal(array->slot_of(at(*array, 4)), err::alignment);
  Release()(array);
}

void address_before_the_block_is_misaligned_or_invalid(void **) {
  for (int bytes : {1, 3, 5, 7, 11}) {
    ObjectArray *array = make_owned<ObjectArray>(0, "odd").release();
    assert_true(array->open(static_cast<std::size_t>(bytes), 3));
    for (int i = -22; i < 0; ++i)
      assert_int_equal(array->slot_of(at(*array, i)), i % bytes ? err::alignment : err::invalid);
    Release()(array);
  }
}

// --- Usage report ---

void usage_shows_every_element_in_use_on_a_line_with_a_colon(void **state) {
  ObjectArray &array = array_of(state);
  for (int i = 0; i < 3; ++i)
    array.take();
  assert_int_equal(array.show(true), 3);
  int lines = 0;
  for (const char *line = logged; *line; line = std::strchr(line, '\n') + 1, ++lines)
    assert_int_equal(*line, ':');
  assert_int_equal(lines, 3 + 3);
  assert_non_null(std::strstr(logged, "slot 2\n"));
  assert_non_null(std::strstr(logged, ": 3 of 8 in use, consistent\n"));
}

void usage_without_elements_has_three_lines(void **state) {
  ObjectArray &array = array_of(state);
  take_all(array);
  assert_int_equal(array.show(false), count);
  int lines = 0;
  for (const char *c = logged; *c; ++c)
    lines += *c == '\n';
  assert_int_equal(lines, 3);
}

// --- Table ---

void table_gives_the_lowest_unused_descriptor(void **state) {
  ArrayTable &table = table_of(state);
  for (int i = 0; i < 4; ++i)
    assert_int_equal(table.create(4, 1, "a"), i);
  assert_int_equal(table.end(2), err::none);
  assert_int_equal(table.end(1), err::none);
  assert_int_equal(table.create(4, 1, "a"), 1);
  assert_int_equal(table.create(4, 1, "a"), 2);
  assert_int_equal(table.create(4, 1, "a"), 4);
}

void table_is_full_at_its_limit(void **state) {
  ArrayTable &table = table_of(state);
  for (int i = 0; i < limits::min_max_arrays; ++i)
    assert_int_equal(table.create(4, 1, "a"), i);
  logged[0] = '\0';
  assert_int_equal(table.create(4, 1, "a"), err::full);
  assert_memory_equal(logged, "Fatal:1003 ", 11);
}

void lack_of_descriptors_is_seen_before_a_size_of_0(void **state) {
  ArrayTable &table = table_of(state);
  assert_int_equal(table.create(0, 4, "a"), err::invalid);
  while (table.create(4, 1, "a") >= 0) {
  }
  assert_int_equal(table.create(0, 4, "a"), err::full);
}

void failed_creation_takes_no_descriptor(void **state) {
  ArrayTable &table = table_of(state);
  assert_int_equal(table.create(0, 4, "a"), err::invalid);
  assert_int_equal(table.create(4, -1, "a"), err::full);
  for (int blocks = 0; blocks < 3; ++blocks) {
    blocks_until_failure = blocks;
    assert_int_equal(table.create(4, 4, "a"), err::full);
  }
  blocks_until_failure = -1;
  assert_int_equal(table.create(4, 4, "a"), 0);
}

void descriptor_that_names_no_array_is_bad(void **state) {
  ArrayTable &table = table_of(state);
  const int ended = table.create(4, 1, "a");
  table.end(ended);
  for (int descriptor : {ended, -1, 1, limits::min_max_arrays, INT_MAX, INT_MIN}) {
    assert_null(table.find(descriptor));
    assert_int_equal(table.end(descriptor), err::invalid);
  }
}

void reserved_descriptors_count_but_are_bad(void **state) {
  ArrayTable &table = table_of(state);
  int reserved[5];
  assert_true(table.reserve(2, reserved));
  assert_int_equal(reserved[0], 0);
  assert_int_equal(reserved[1], 1);
  assert_null(table.find(0));
  assert_int_equal(table.end(1), err::invalid);
  assert_int_equal(table.create(4, 1, "a"), 2);
  table.end(2);
  table.end_all();
  assert_int_equal(table.create(4, 1, "a"), 2);
}

void reservation_is_all_or_nothing(void **state) {
  ArrayTable &table = table_of(state);
  int first[4], second[5];
  assert_true(table.reserve(4, first));
  assert_false(table.reserve(5, second));
  for (int i = 4; i < limits::min_max_arrays; ++i)
    assert_int_equal(table.create(4, 1, "a"), i);
}

void released_descriptors_are_given_again(void **state) {
  ArrayTable &table = table_of(state);
  int reserved[4];
  assert_true(table.reserve(4, reserved));
  table.release(4, reserved);
  assert_int_equal(table.create(4, 1, "a"), 0);
}

void ending_all_is_remembered_until_the_next_open(void **state) {
  ArrayTable &table = table_of(state);
  assert_false(table.ended_all());
  table.create(4, 1, "a");
  table.create(4, 1, "b");
  table.end_all();
  assert_null(table.find(0));
  assert_null(table.find(1));
  assert_true(table.ended_all());
  table.close();
  assert_true(table.ended_all());
  assert_true(table.open(0));
  assert_false(table.ended_all());
}

void closed_table_refuses_everything(void **state) {
  ArrayTable &table = table_of(state);
  table.create(4, 1, "a");
  table.close();
  assert_false(table.is_open());
  assert_null(table.find(0));
  assert_int_equal(table.end(0), err::invalid);
  assert_int_equal(table.create(4, 1, "a"), err::init);
  table.end_all();
  assert_false(table.ended_all());
  table.close();
}

void closing_releases_the_arrays_that_are_left(void **state) {
  ArrayTable &table = table_of(state);
  const int before = live_blocks;
  int reserved[2];
  assert_true(table.reserve(2, reserved));
  table.create(4, 1, "a");
  table.create(4, 1, "b");
  table.close();
  assert_true(live_blocks < before);
  assert_true(table.open(0));
  assert_int_equal(table.create(4, 1, "a"), 0);
}

void opening_an_open_table_keeps_its_arrays(void **state) {
  ArrayTable &table = table_of(state);
  table.create(4, 1, "a");
  assert_true(table.open(1000));
  assert_non_null(table.find(0));
}

void table_without_memory_does_not_open(void **) {
  auto *table = make_owned<ArrayTable>().release();
  blocks_until_failure = 0;
  assert_false(table->open(100));
  assert_false(table->is_open());
  blocks_until_failure = -1;
  assert_true(table->open(100));
  table->close();
  Release()(table);
}

void table_grows_up_to_a_large_limit(void **) {
  auto *table = make_owned<ArrayTable>().release();
  set_verbosity(-1);
  assert_true(table->open(limits::default_max_arrays));
  for (int i = 0; i < limits::default_max_arrays; ++i)
    assert_int_equal(table->create(4, 1, "a"), i);
  assert_int_equal(table->create(4, 1, "a"), err::full);
  table->end(9999);
  assert_int_equal(table->create(4, 1, "a"), 9999);
  table->close();
  Release()(table);
}

void table_that_cannot_grow_is_full(void **) {
  auto *table = make_owned<ArrayTable>().release();
  set_verbosity(-1);
  assert_true(table->open(1000));
  int reserved[64];
  assert_true(table->reserve(64, reserved));
  blocks_until_failure = 0;
  int more[1];
  assert_false(table->reserve(1, more));
  blocks_until_failure = -1;
  assert_true(table->reserve(1, more));
  assert_int_equal(more[0], 64);
  table->close();
  Release()(table);
}

void process_has_one_table_that_starts_closed(void **) {
  assert_false(array_table().is_open());
  assert_ptr_equal(&array_table(), &array_table());
}

#define plain_test(f) cmocka_unit_test_setup_teardown(f, start, stop)
#define array_test(f) cmocka_unit_test_setup_teardown(f, start_array, stop_array)
#define table_test(f) cmocka_unit_test_setup_teardown(f, start_table, stop_table)

} // namespace

int main() {
  const CMUnitTest tests[] = {
      array_test(slots_are_zero_and_lie_size_bytes_apart),
      array_test(slots_are_never_written_by_the_array),
      array_test(fresh_array_hands_out_its_slots_in_order),
      array_test(slot_freed_last_is_taken_first_and_before_fresh_ones),
      array_test(full_array_hands_out_nothing),
      array_test(taking_and_giving_needs_no_memory),
      array_test(giving_all_starts_with_the_newest),
      array_test(element_freed_twice_is_a_bug_of_the_caller),
      array_test(slot_never_taken_cannot_be_given),
      array_test(foreign_address_cannot_be_given),
      array_test(slot_number_follows_from_the_address),
      array_test(address_off_a_slot_boundary_is_misaligned),
      array_test(address_outside_of_the_block_is_invalid),
      plain_test(null_is_invalid_even_where_it_would_be_misaligned),
      array_test(slot_is_in_use_from_take_to_give),
      array_test(slot_number_out_of_range_has_no_address),
      array_test(walk_goes_from_the_newest_to_the_oldest),
      array_test(slot_never_taken_has_no_follower),
      array_test(freed_element_remembers_its_follower),
      array_test(follower_freed_before_is_not_remembered),
      array_test(follower_freed_afterwards_is_passed_over),
      array_test(walk_ends_when_everything_was_freed),
      array_test(follower_freed_and_taken_again_is_met),
      array_test(slot_taken_again_forgets_its_old_follower),
      array_test(array_agrees_with_a_plain_model_at_every_step),
      plain_test(name_is_cut_to_31_bytes),
      plain_test(null_is_an_empty_name),
      plain_test(array_of_no_elements_is_full_at_once),
      plain_test(array_without_memory_is_not_made),
      plain_test(slots_need_no_padding),
      plain_test(address_before_the_block_is_misaligned_or_invalid),
      array_test(usage_shows_every_element_in_use_on_a_line_with_a_colon),
      array_test(usage_without_elements_has_three_lines),
      table_test(table_gives_the_lowest_unused_descriptor),
      table_test(table_is_full_at_its_limit),
      table_test(lack_of_descriptors_is_seen_before_a_size_of_0),
      table_test(failed_creation_takes_no_descriptor),
      table_test(descriptor_that_names_no_array_is_bad),
      table_test(reserved_descriptors_count_but_are_bad),
      table_test(reservation_is_all_or_nothing),
      table_test(released_descriptors_are_given_again),
      table_test(ending_all_is_remembered_until_the_next_open),
      table_test(closed_table_refuses_everything),
      table_test(closing_releases_the_arrays_that_are_left),
      table_test(opening_an_open_table_keeps_its_arrays),
      plain_test(table_without_memory_does_not_open),
      plain_test(table_grows_up_to_a_large_limit),
      plain_test(table_that_cannot_grow_is_full),
      plain_test(process_has_one_table_that_starts_closed),
  };
  return cmocka_run_group_tests_name("object arrays", tests, nullptr, nullptr);
}
