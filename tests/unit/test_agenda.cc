// Who has something to do, and whether a round may wait.
#include "net/agenda.h"

#include "made_connections.h"

using namespace vce;

namespace {

struct Fixture : MadeConnections {
  Agenda agenda;

  void close(Connection &of) { of.mark = Connection::CloseMark::requested; }
};

int make_fixture(void **state) {
  *state = make_owned<Fixture>().release();
  return *state ? 0 : -1;
}

int end_fixture(void **state) {
  Owned<Fixture>(static_cast<Fixture *>(*state)).reset();
  return 0;
}

Fixture &fixture(void **state) { return *static_cast<Fixture *>(*state); }

void output_and_ends_and_unparsed_input_are_work(void **state) {
  Fixture &f = fixture(state);
  assert_false(f.agenda.has_work());
  f.write(f.a);
  f.agenda.send_soon(f.a);
  assert_true(f.agenda.has_work());
  Agenda::Sending due;
  f.agenda.take_to_send(due);
  assert_ptr_equal(due.pop_front(), &f.a);
  assert_false(f.agenda.has_work());
  f.close(f.b);
  f.agenda.end_soon(f.b);
  assert_true(f.agenda.has_work());
  f.agenda.take_to_end(due);
  assert_ptr_equal(due.pop_front(), &f.b);
  f.agenda.parse_soon(f.c);
  assert_true(f.agenda.has_work());
  f.agenda.drop(f.c);
  assert_false(f.agenda.has_work());
}

void a_polled_connection_lets_the_round_wait(void **state) {
  Fixture &f = fixture(state);
  f.agenda.poll(f.a);
  assert_true(f.agenda.any_polled() && f.agenda.any_to_parse());
  assert_false(f.agenda.has_work());
}

void in_a_round_for_one_connection_the_input_of_others_is_no_work(void **state) {
  Fixture &f = fixture(state);
  f.agenda.parse_soon(f.a);
  assert_true(f.agenda.has_work_with(&f.a));
  assert_false(f.agenda.has_work_with(&f.b));
  assert_false(f.agenda.has_work_with(nullptr));
  f.write(f.c);
  f.agenda.send_soon(f.c);
  assert_true(f.agenda.has_work_with(nullptr));
}

void one_that_is_to_end_is_not_sent_any_more(void **state) {
  Fixture &f = fixture(state);
  f.write(f.a);
  f.agenda.send_soon(f.a);
  f.close(f.a);
  f.agenda.end_soon(f.a);
  assert_false(f.agenda.any_to_send());
  assert_true(f.agenda.any_to_end());
}

void what_is_put_on_a_list_after_it_was_taken_is_for_another_time(void **state) {
  Fixture &f = fixture(state);
  f.write(f.a);
  f.write(f.b);
  f.agenda.send_soon(f.a);
  Agenda::Sending due;
  f.agenda.take_to_send(due);
  f.agenda.send_soon(f.b);
  assert_true(due.holds_only(f.a));
  assert_true(f.agenda.any_to_send());
}

void only_the_only_sender_is_taken(void **state) {
  Fixture &f = fixture(state);
  f.write(f.a);
  f.write(f.b);
  assert_false(f.agenda.take_only_sender(f.a));
  f.agenda.send_soon(f.a);
  assert_false(f.agenda.take_only_sender(f.b));
  f.agenda.send_soon(f.b);
  assert_false(f.agenda.take_only_sender(f.a));
  Agenda::Sending due;
  f.agenda.take_to_send(due);
  f.agenda.send_soon(f.a);
  assert_true(f.agenda.take_only_sender(f.a));
  assert_false(f.agenda.any_to_send());
}

void left_over_input_comes_before_polled_and_each_once(void **state) {
  Fixture &f = fixture(state);
  f.agenda.poll(f.a);
  f.agenda.parse_soon(f.b);
  f.agenda.parse_soon(f.c);
  Agenda::LeftOver left_over(f.agenda, 0);
  assert_ptr_equal(left_over.next(), &f.b);
  f.agenda.leave(f.b);
  f.agenda.parse_soon(f.b); // again: for the next round
  assert_ptr_equal(left_over.next(), &f.c);
  f.agenda.leave(f.c);
  assert_ptr_equal(left_over.next(), &f.a);
  assert_null(left_over.next());
  assert_true(f.b.has_unparsed && f.agenda.has_work());
}

void one_that_leaves_meanwhile_is_not_left_over(void **state) {
  Fixture &f = fixture(state);
  f.agenda.parse_soon(f.a);
  f.agenda.parse_soon(f.b);
  Agenda::LeftOver left_over(f.agenda, 0);
  f.agenda.drop(f.b);
  assert_ptr_equal(left_over.next(), &f.a);
  f.agenda.leave(f.a);
  assert_null(left_over.next());
}

void without_memory_a_connection_is_polled_and_tries_at_its_time(void **state) {
  Fixture &f = fixture(state);
  f.agenda.await_memory(f.a, 1000);
  f.agenda.leave(f.a);
  const std::int64_t due = f.agenda.memory_due_us(1000);
  assert_int_equal(due, 1000 + limits::memory_retry_us);
  {
    Agenda::LeftOver early(f.agenda, due - 1);
    assert_null(early.next());
    assert_true(f.a.awaits_memory && f.agenda.any_polled());
  }
  Agenda::LeftOver in_time(f.agenda, due);
  assert_ptr_equal(in_time.next(), &f.a);
  assert_false(f.a.awaits_memory);
  assert_null(in_time.next());
  f.agenda.leave(f.a);
  assert_false(f.agenda.any_polled());
}

void the_second_one_without_memory_does_not_put_the_first_off(void **state) {
  Fixture &f = fixture(state);
  f.agenda.await_memory(f.a, 1000);
  const std::int64_t due = f.agenda.memory_due_us(1000);
  f.agenda.await_memory(f.b, due - 1);
  assert_int_equal(f.agenda.memory_due_us(due - 1), due);
  assert_true(f.agenda.memory_due_us(due) == INT64_MAX);
  f.agenda.await_memory(f.c, due);
  assert_int_equal(f.agenda.memory_due_us(due), due + limits::memory_retry_us);
}

void without_memory_input_that_is_there_is_parsed_all_the_same(void **state) {
  Fixture &f = fixture(state);
  f.agenda.await_memory(f.a, 1000);
  f.agenda.leave(f.a);
  f.agenda.parse_soon(f.a);
  Agenda::LeftOver early(f.agenda, 1001);
  assert_ptr_equal(early.next(), &f.a);
  assert_true(f.a.awaits_memory);
  assert_null(early.next());
}

void a_destroyed_connection_leaves_the_lists_by_itself(void **state) {
  Fixture &f = fixture(state);
  {
    Connection passing(3, f.context);
    f.write(passing);
    f.agenda.send_soon(passing);
    f.agenda.parse_soon(passing);
    f.empty(passing);
  }
  assert_false(f.agenda.has_work() || f.agenda.any_to_parse());
}

} // namespace

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_fixture, end_fixture)

int main() {
  const CMUnitTest tests[] = {
      TEST(output_and_ends_and_unparsed_input_are_work),
      TEST(a_polled_connection_lets_the_round_wait),
      TEST(in_a_round_for_one_connection_the_input_of_others_is_no_work),
      TEST(one_that_is_to_end_is_not_sent_any_more),
      TEST(what_is_put_on_a_list_after_it_was_taken_is_for_another_time),
      TEST(only_the_only_sender_is_taken),
      TEST(left_over_input_comes_before_polled_and_each_once),
      TEST(one_that_leaves_meanwhile_is_not_left_over),
      TEST(without_memory_a_connection_is_polled_and_tries_at_its_time),
      TEST(the_second_one_without_memory_does_not_put_the_first_off),
      TEST(without_memory_input_that_is_there_is_parsed_all_the_same),
      TEST(a_destroyed_connection_leaves_the_lists_by_itself),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
