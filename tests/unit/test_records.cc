// The stream and the records of connections over socket pairs: no listener, no heartbeat.
#include "net/records.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>

#include "owners.h"

using namespace vce;

namespace {

struct Fixture;
Fixture *now = nullptr; // of the test that runs

struct Fixture : Owners {
  RoomWatches room_watches;
  Stream stream{round, poller, pool, agenda, idle_limits, connections, room_watches};
  Records records{round, pool, agenda, idle_limits, connections, stream};
  static const CallbackTable face;
  Context context{options(), face};
  int peer = -1;

  int calls = 0; // of a record callback or a parser
  int result = 0;
  char last[16] = {};
  void (*in_call)(Fixture &, Connection &) = nullptr;

  Fixture() {
    assert_non_null(context.edit_settings());
    context.settings->parser_calls = 100;
    begin_round();
    now = this;
  }
  ~Fixture() {
    destroy_all(context);
    if (peer >= 0)
      close(peer);
  }
  Connection &make() {
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    peer = ends[1];
    Connection *c = connections.make(context, {}, Socket(ends[0]), Connection::State::open);
    assert_non_null(c);
    c->framing = Framing::bin16;
    c->record = some_callback();
    return *c;
  }
  void arrive(Connection &c, const char *bytes, std::size_t size) {
    assert_int_equal(send(peer, bytes, size, 0), size);
    stream.receive(c);
  }
  int told(Handle h) {
    ++calls;
    if (in_call)
      in_call(*this, *connections.find(h));
    return result;
  }
};

const CallbackTable Fixture::face = {
    .ask = [](Handle h, Callback) { return now->told(h); },
    .accept_hiwater = nullptr,
    .accept_warning = nullptr,
    .close = nullptr,
    .finalize = nullptr,
    .record =
        [](Handle h, char *data, int length, Callback) {
          std::memcpy(now->last, data, static_cast<std::size_t>(length));
          return now->told(h);
        },
    .io = nullptr,
};

#define THREE_RECORDS                                                                              \
  "\0\1a\0\1b\0\1c", std::size_t { 9 }

void each_record_is_told_once(void **) {
  Fixture f;
  Connection &c = f.make();
  f.arrive(c, "\0\2hi\0", 5);
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 1);
  assert_string_equal(f.last, "hi");
  assert_int_equal(c.input.size(), 1);
  assert_false(f.agenda.any_to_parse());
  assert_null(f.records.parsing());
}

void what_is_beyond_the_quota_is_for_the_next_round(void **) {
  Fixture f;
  Connection &c = f.make();
  c.settings->parser_calls = 2;
  f.arrive(c, THREE_RECORDS);
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 2);
  assert_true(f.agenda.has_work());
}

void a_callback_ends_parsing_for_this_round(void **) {
  Fixture f;
  Connection &c = f.make();
  f.in_call = [](Fixture &fixture, Connection &called) {
    assert_ptr_equal(fixture.records.parsing(), &called);
    fixture.records.break_parsing();
  };
  f.arrive(c, THREE_RECORDS);
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 1);
  assert_true(f.agenda.has_work());
  f.in_call = nullptr;
  assert_true(f.records.parse(c)); // the wish was for that one round
  assert_int_equal(f.calls, 3);
}

void a_break_outside_of_a_callback_means_nothing(void **) {
  Fixture f;
  Connection &c = f.make();
  f.arrive(c, THREE_RECORDS);
  f.records.break_parsing();
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 3);
}

void another_parser_goes_on_with_the_input_that_the_first_one_left(void **) {
  Fixture f;
  Connection &c = f.make();
  c.framing = Framing::custom;
  c.parser = some_callback();
  f.in_call = [](Fixture &fixture, Connection &called) {
    fixture.in_call = nullptr;
    fixture.records.set_parser(called, {nullptr, some_callback(), Framing::bin16});
  };
  f.arrive(c, THREE_RECORDS);
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 4);
  assert_true(c.input.empty());
}

void a_negative_result_ends_the_connection(void **) {
  Fixture f;
  Connection &c = f.make();
  const Handle h = f.connections.handle_of(c);
  f.result = -1;
  f.arrive(c, THREE_RECORDS);
  assert_false(f.records.parse(c));
  assert_null(f.connections.find(h));
  assert_null(f.records.parsing());
}

void a_postponed_one_keeps_its_input_for_another_round(void **) {
  Fixture f;
  Connection &c = f.make();
  f.arrive(c, THREE_RECORDS);
  f.records.postpone(c);
  assert_int_equal(f.calls, 0);
  assert_int_equal(c.input.size(), 9);
  assert_true(f.agenda.has_work());
}

void a_rate_makes_a_pause(void **) {
  Fixture f;
  assert_int_equal(f.context.set_rate(2, 0, nullptr), err::none);
  Connection &c = f.make();
  f.arrive(c, THREE_RECORDS);
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 2);
  assert_int_equal(c.interest(), Watch::nothing);
  assert_true(f.records.pauses_due_us() < INT64_MAX);
  f.round.now_us = f.records.pauses_due_us();
  f.records.end_pauses();
  assert_int_equal(c.interest(), Watch::readable);
  assert_true(f.records.parse(c));
  assert_int_equal(f.calls, 3);
}

void a_record_is_written_whole_or_not_at_all(void **) {
  Fixture f;
  Connection &c = f.make();
  char much[1000] = {};
  assert_int_equal(f.records.write_record<Framing::bin16>(c, "hi", 2), 4);
  assert_int_equal(f.records.write_record<Framing::text>(c, "ho", 2), 3);
  assert_memory_equal(c.output.data(), "\0\2hiho\n", 7);
  assert_int_equal(f.records.write_record<Framing::bin32>(c, much, 992), err::wbfull);
  assert_int_equal(last_error(), err::wbfull);
  assert_int_equal(c.output.size(), 7);
  f.stream.send_written();
  assert_true(c.drained());
  assert_int_equal(recv(f.peer, much, sizeof much, 0), 7);
}

void dropped_input_makes_room_for_more(void **) {
  Fixture f;
  Connection &c = f.make();
  const char much[1000] = {};
  f.arrive(c, much, sizeof much);
  f.stream.watch(c);
  assert_int_equal(c.interest(), Watch::nothing);
  assert_int_equal(f.records.shrink_input(c, 2000), 1000);
  assert_int_equal(c.interest(), Watch::readable);
}

void output_that_the_kernel_refuses_is_watched_for(void **) {
  Fixture f;
  Connection &c = f.make();
  char much[1000] = {};
  while (!c.blocked) {
    assert_true(f.stream.write(c, much, c.room()) > 0);
    f.stream.send_written();
  }
  assert_int_equal(c.interest(), Watch::readable | Watch::writable);
  while (recv(f.peer, much, sizeof much, MSG_DONTWAIT) > 0) {
  }
  c.blocked = false;
  f.stream.flush(c);
  assert_true(c.drained());
  assert_int_equal(c.interest(), Watch::readable);
}

void a_connection_that_cannot_be_watched_has_ended(void **) {
  Fixture f;
  Connection &c = f.make();
  f.stream.watch(c);
  assert_int_equal(c.interest(), Watch::readable);
  close(c.socket.fd()); // as a program may do
  c.blocked = true;
  f.stream.watch(c);
  assert_true(c.state() == Connection::State::ended && c.broken);
  assert_true(c.how == EndCause::unwatched);
  assert_true(f.agenda.has_work());
  const Handle h = f.connections.handle_of(c);
  assert_false(f.records.parse(c));
  assert_null(f.connections.find(h));
}

void after_the_end_of_the_stream_what_arrived_is_parsed_first(void **) {
  Fixture f;
  Connection &c = f.make();
  const Handle h = f.connections.handle_of(c);
  c.settings->parser_calls = 2;
  f.arrive(c, THREE_RECORDS);
  assert_int_equal(shutdown(f.peer, SHUT_WR), 0);
  f.stream.receive(c);
  assert_true(c.state() == Connection::State::ended);
  assert_true(f.records.parse(c));
  assert_false(f.records.parse(c));
  assert_int_equal(f.calls, 3);
  assert_null(f.connections.find(h));
}

void nothing_moves_while_a_delay_holds_it_back(void **) {
  Fixture f;
  Connection &c = f.make();
  assert_int_equal(f.stream.set_delay(c, 60000, 60000), err::none);
  assert_int_equal(c.interest(), Watch::nothing);
  f.arrive(c, THREE_RECORDS);
  assert_true(c.input.empty());
  assert_int_equal(f.stream.write(c, "x", 1), 1);
  f.stream.send_written();
  assert_false(c.drained());
  f.round.now_us = c.delay()->until_us;
  f.stream.release_delayed();
  assert_int_equal(c.interest(), Watch::readable);
  f.stream.send_written();
  assert_true(c.drained());
}

} // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(each_record_is_told_once),
      cmocka_unit_test(what_is_beyond_the_quota_is_for_the_next_round),
      cmocka_unit_test(a_callback_ends_parsing_for_this_round),
      cmocka_unit_test(a_break_outside_of_a_callback_means_nothing),
      cmocka_unit_test(another_parser_goes_on_with_the_input_that_the_first_one_left),
      cmocka_unit_test(a_negative_result_ends_the_connection),
      cmocka_unit_test(a_postponed_one_keeps_its_input_for_another_round),
      cmocka_unit_test(a_rate_makes_a_pause),
      cmocka_unit_test(a_record_is_written_whole_or_not_at_all),
      cmocka_unit_test(dropped_input_makes_room_for_more),
      cmocka_unit_test(output_that_the_kernel_refuses_is_watched_for),
      cmocka_unit_test(a_connection_that_cannot_be_watched_has_ended),
      cmocka_unit_test(after_the_end_of_the_stream_what_arrived_is_parsed_first),
      cmocka_unit_test(nothing_moves_while_a_delay_holds_it_back),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
