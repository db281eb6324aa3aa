# frozen_string_literal: true

# Threads had no way to hand work to the heartbeat, and nothing told that there is room again.

require_relative "support"

class TestHandover < LibraryTest
  def settle
    Vce.run(timeout: 0.02)
  end

  def test_a_post_of_a_thread_ends_the_sleep
    done = []
    thread = Thread.new { Vce.post { done << Thread.current } }
    wait { done.any? }
    thread.join
    assert_equal [Thread.current], done
  end

  def test_posts_run_in_their_order_and_those_of_posts_later
    done = []
    Vce.post { done << 1 }
    Vce.post do
      done << 2
      Vce.post { done << 4 }
    end
    Vce.post { done << 3 }
    assert_empty done
    Vce.heartbeat
    assert_equal [1, 2, 3], done
    Vce.heartbeat
    assert_equal [1, 2, 3, 4], done
  end

  def test_many_threads
    done = []
    threads = Array.new(4) { |n| Thread.new { 500.times { |i| Vce.post { done << [n, i] } } } }
    wait { done.size == 2000 }
    threads.each(&:join)
    4.times { |n| assert_equal (0...500).to_a, done.select { |who, _| who == n }.map(&:last) }
  end

  def test_too_many_are_refused
    error = assert_raises(Vce::FullError) { 5000.times { Vce.post { nil } } }
    assert_match(/vce_post/, error.message)
    Vce.heartbeat
    Vce.post { nil }
  end

  def test_an_exception_is_reported_and_the_others_run
    done = []
    Vce.post { raise "in the block" }
    Vce.post { throw :anything }
    Vce.post { done << 1 }
    _, err = capture_io { Vce.heartbeat }
    assert_match(/a posted block failed.*in the block/, err)
    assert_equal [1], done
  end

  def test_an_interrupt_comes_out_of_run
    Vce.post { raise Interrupt }
    assert_raises(Interrupt) { Vce.run(timeout: 60) }
  end

  def test_finalize_drops_them
    done = []
    Vce.post { done << 1 }
    Vce.after(0) { done << 2 }
    Vce.finalize
    assert_raises(Vce::Error) { Vce.post { nil } }
    assert_raises(ThreadError) { Vce.after(0) { nil } }
    Vce.init
    Vce.heartbeat
    assert_empty done
  end

  def test_without_a_block
    [-> { Vce.post }, -> { Vce.after(1) }, -> { Vce.every(1) }].each do |call|
      assert_raises(ArgumentError, &call)
    end
  end

  def test_a_wake_has_the_block_asked_at_once
    ready = false
    Vce.post do
      Thread.new do
        ready = true
        Vce.wake
      end
    end
    wait { ready }
    before = Signal.trap("USR1") do
      ready = false
      Vce.wake
    end
    Vce.post { Process.kill("USR1", Process.pid) }
    wait { !ready }
  ensure
    Signal.trap("USR1", before || "DEFAULT")
  end

  def test_a_timer_runs_once
    done = []
    timer = Vce.after(0.005) { done << 1 }
    assert_predicate timer, :running?
    assert_operator Vce.wait_time, :<=, 0.005
    wait { done.any? }
    refute_predicate timer, :running?
    timer.stop
    settle
    assert_equal [1], done
  end

  def test_or_again_until_it_is_stopped
    done = 0
    timer = Vce.every(0.002) { timer.stop if (done += 1) == 3 }
    wait { done >= 3 }
    settle
    assert_equal [3, false], [done, timer.running?]
  end

  def test_an_exception_ends_no_timer
    done = 0
    timer = Vce.every(0.001) do
      done += 1
      raise "of the timer"
    end
    _, err = capture_io { wait { done >= 2 } }
    assert_match(/of the timer/, err)
    assert_predicate timer, :running?
  end

  def test_seconds_outside_their_range
    [-1, Float::NAN, Float::INFINITY, 1e10].each do |wrong|
      assert_raises(RangeError) { Vce.after(wrong) { nil } }
    end
    assert_raises(RangeError) { Vce.every(0) { nil } }
    assert_raises(TypeError) { Vce.every("1") { nil } }
    assert_equal 60, Vce.wait_time
  end

  def test_a_long_stream_goes_out_piece_by_piece
    server = RecordingServer.new(write_buffer: 4096)
    socket = peer(server)
    wait { server.accepted.any? }
    left = 2000
    refused = 0
    go_on = lambda do |connection|
      while left.positive?
        connection.send("x" * 999)
        left -= 1
      end
    rescue Vce::FullError
      refused += 1
      connection.when_writable(1000, &go_on)
    end
    go_on.call(server.accepted.first)
    got = 0
    wait do
      piece = socket.read_nonblock(1 << 20, exception: false)
      got += piece.bytesize if piece.is_a?(String)
      Vce.wake
      got == 2_000_000
    end
    assert_operator refused, :>, 100
    assert_predicate server.accepted.first, :alive?
  end

  def test_it_is_called_once_and_can_be_removed
    connection, = pair(RecordingServer.new, RecordingClient.new)
    called = []
    connection.when_writable(1) { |c| called << c }
    assert_empty called
    wait { called.any? }
    settle
    connection.when_writable(1) { |c| called << c }
    connection.when_writable(1)
    settle
    assert_equal [connection], called
  end

  def test_refuse_and_an_exception_end_the_connection
    server = RecordingServer.new
    client = RecordingClient.new
    refused, = pair(server, client)
    refused.when_writable(1) { :refuse }
    wait { !refused.alive? }
    assert_equal [:parser, []], [refused.reason, client.errors]
    assert_match(/the writable watcher returned -1/, refused.end_detail)
    failed, = pair(server, client)
    failed.when_writable(1) { raise "in there" }
    wait { !failed.alive? }
    assert_equal [failed, "in there"], [client.errors[0][0], client.errors[0][1].message]
  end

  def test_wrong_calls
    connection, = pair(RecordingServer.new, RecordingClient.new(write_buffer: 100))
    [0, -1, 101].each do |size|
      error = assert_raises(Vce::Error) { connection.when_writable(size) { nil } }
      assert_equal Vce::Raw::VCE_ERANGE, error.code
    end
    assert_raises(RangeError) { connection.when_writable(1 << 40) { nil } }
    connection.close
    assert_raises(Vce::ClosedError) { connection.when_writable(1) { nil } }
    wait { !connection.alive? }
    assert_raises(Vce::ClosedError) { connection.when_writable(1) { nil } }
    connection.when_writable(1)
  end

  def test_a_connecting_one_tells_first_that_it_is_connected
    client = RecordingClient.new(blocking: false)
    seen = []
    connection = client.connect(HOST, RecordingServer.new.port)
    connection.when_writable(1) { |c| seen << [client.connected_ones.dup, c] }
    wait { seen.any? }
    assert_equal [[[connection], connection]], seen
  end
end
