// Intrusive lists and the deadline heap.
#include "base/list.h"
#include "net/deadlines.h"

#include <algorithm>
#include <iterator>

#include "cmocka_cxx.h"

using namespace vce;

namespace {

struct Item : Link<Item, struct A>, Link<Item, struct B>, Deadline {
  int n = 0;
};
using ListA = List<Item, A>;

int numbers(ListA &list) {
  int digits = 0;
  for (Item *i = list.front(); i; i = list.next(*i))
    digits = digits * 10 + i->n;
  return digits;
}

struct Items {
  Item at[10];
  Items() {
    for (int i = 0; i < 10; ++i)
      at[i].n = i;
  }
};

void elements_keep_the_order_they_were_put_in(void **) {
  Items items;
  ListA list;
  list.push_back(items.at[2]);
  list.push_back(items.at[3]);
  list.push_front(items.at[1]);
  assert_int_equal(numbers(list), 123);
}

void an_element_leaves_by_itself_when_it_is_destroyed(void **) {
  Items items;
  ListA list;
  list.push_back(items.at[1]);
  {
    Item passing;
    list.push_back(passing);
    list.push_back(items.at[2]);
  }
  assert_int_equal(numbers(list), 12);
}

void linking_again_moves_and_other_links_stay(void **) {
  Items items;
  ListA one, other;
  List<Item, B> apart;
  one.push_back(items.at[1]);
  apart.push_back(items.at[1]);
  other.push_back(items.at[1]);
  other.push_back(items.at[1]);
  assert_true(one.empty());
  assert_int_equal(numbers(other), 1);
  assert_ptr_equal(apart.front(), &items.at[1]);
}

void linking_where_it_is_already_changes_nothing(void **) {
  Items items;
  ListA list;
  list.push_back(items.at[1]);
  list.push_back(items.at[2]);
  list.push_front(items.at[1]);
  assert_int_equal(numbers(list), 12);
  list.push_back(items.at[2]);
  assert_int_equal(numbers(list), 12);
}

void taking_a_list_empties_it_and_appends(void **) {
  Items items;
  ListA one, other;
  one.push_back(items.at[1]);
  other.push_back(items.at[2]);
  other.push_back(items.at[3]);
  one.take(other);
  assert_int_equal(numbers(one), 123);
  assert_true(other.empty());
  one.take(other);
  assert_int_equal(numbers(one), 123);
}

void sorting_gives_every_permutation_its_order(void **) {
  int order[] = {1, 2, 3, 4, 5, 6};
  do {
    Items items;
    ListA list;
    for (int n : order)
      list.push_back(items.at[n]);
    list.sort([](const Item &a, const Item &b) { return a.n < b.n; });
    assert_int_equal(numbers(list), 123456);
  } while (std::next_permutation(std::begin(order), std::end(order)));
}

void sorting_keeps_equals_in_place(void **) {
  Items items;
  ListA list;
  for (int n : {7, 3, 9, 1, 5})
    list.push_back(items.at[n]);
  list.sort([](const Item &, const Item &) { return false; });
  assert_int_equal(numbers(list), 73915);
}

void the_heap_gives_deadlines_in_order_whatever_happens(void **) {
  constexpr int count = 200;
  Item items[count];
  DeadlineHeap heap;
  assert_true(heap.reserve(count));
  std::uint32_t random = 1;
  const auto next = [&random] { return (random = random * 1103515245 + 12345) >> 16; };
  for (int round = 0; round < 5000; ++round) {
    Item &item = items[next() % count];
    if (next() % 3 == 0)
      heap.remove(item);
    else
      heap.set(item, next() % 1000);
    std::uint32_t earliest = UINT32_MAX;
    std::size_t scheduled = 0;
    for (const Item &i : items) {
      if (i.scheduled()) {
        ++scheduled;
        earliest = std::min(earliest, i.when());
      }
    }
    assert_int_equal(heap.size(), scheduled);
    assert_true(scheduled == 0 ? heap.earliest() == nullptr : heap.earliest()->when() == earliest);
  }
  while (Deadline *d = heap.earliest())
    heap.remove(*d);
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(elements_keep_the_order_they_were_put_in),
      cmocka_unit_test(an_element_leaves_by_itself_when_it_is_destroyed),
      cmocka_unit_test(linking_again_moves_and_other_links_stay),
      cmocka_unit_test(linking_where_it_is_already_changes_nothing),
      cmocka_unit_test(taking_a_list_empties_it_and_appends),
      cmocka_unit_test(sorting_gives_every_permutation_its_order),
      cmocka_unit_test(sorting_keeps_equals_in_place),
      cmocka_unit_test(the_heap_gives_deadlines_in_order_whatever_happens),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
