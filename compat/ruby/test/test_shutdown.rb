# frozen_string_literal: true

# The end of a program: what was sent arrives, and what does not is counted.

require_relative "support"

class TestShutdown < LibraryTest
  MUCH = 8 << 20 # more than the buffers of the system hold

  # A server with peers for which much is queued.
  def full(count = 1)
    server = RecordingServer.new(write_buffer: MUCH + 1, idle_timeout: nil)
    peers = Array.new(count) { peer(server) }
    wait { server.accepted.size == count }
    server.accepted.each { |connection| connection.send("x" * MUCH) }
    [server, peers]
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  # How much a peer gets that reads late, while it sends.
  def read_late(socket)
    Thread.new do
      sleep 0.3
      socket.write("bye\n" * 1000)
      size = socket.read.bytesize
      socket.close
      size
    end
  end

  def test_peers_that_read_late_get_everything
    # What was queued when the program stopped was lost.
    server, peers = full(3)
    client = RecordingClient.new
    readers = peers.map { |socket| read_late(socket) }
    Vce.stop # of a run that is over
    assert_equal 0, Vce.shutdown(DEADLINE)
    assert_equal [MUCH + 1] * 3, readers.map(&:value)
    assert_equal %i[application] * 3, server.reasons
    assert server.closed? && client.closed?
    assert_equal 0, Vce.shutdown
  end

  def test_who_does_not_read_is_cut_off_and_counted
    server, = full(2)
    start = now
    assert_equal 2, Vce.shutdown(0.1)
    assert_operator now - start, :<, DEADLINE / 2
    assert_equal %i[timeout] * 2, server.reasons
    assert_equal 0, Vce.counters[:current_conn]
  end

  def test_stop_ends_the_waiting
    full
    stopper = Thread.new { sleep 0.05; Vce.stop }
    start = now
    assert_equal 1, Vce.shutdown(DEADLINE)
    assert_operator now - start, :<, DEADLINE / 2
    stopper.join
  end

  def test_what_handlers_make_meanwhile_ends_too
    server = RecordingServer.new
    peer(server).close
    wait { server.accepted.any? }
    made = []
    server.on(:close) { made << RecordingServer.new }
    assert_equal 0, Vce.shutdown(DEADLINE)
    assert_predicate made[0], :closed?
  end

  def test_where_it_cannot_be_called
    server = RecordingServer.new
    seen = nil
    server.on(:record) { seen = assert_raises(ThreadError) { Vce.shutdown } }
    peer(server).write("x\n")
    wait { seen }
    assert_includes seen.message, "Vce.shutdown inside a callback"
    refute_predicate server, :closed?
    [[-1, RangeError], [Float::NAN, RangeError], [nil, TypeError], ["1", TypeError]].each do |bad, kind|
      assert_includes assert_raises(kind) { Vce.shutdown(bad) }.message, "timeout"
    end
    Vce.finalize
    assert_equal 0, Vce.shutdown
  end

  def test_the_program_of_the_readme
    text = File.read(File.expand_path("../README.md", __dir__), encoding: "UTF-8")
    program = <<~RUBY + text[/## The end of a program.*?```ruby\n(.*?)```/m, 1] + "puts cut_off\n"
      require "vce"
      server = Vce::Server.new("127.0.0.1").on(:record) { |connection, line| connection.send(line) }
      $stdout.sync = true
      puts server.port
    RUBY
    lib = File.expand_path("../lib", __dir__)
    IO.popen([RbConfig.ruby, "-I", lib, "-e", program], err: %i[child out]) do |child|
      socket = TCPSocket.new(HOST, Integer(child.gets))
      socket.write("#{'y' * 60_000}\n")
      assert_equal "y", socket.read(1)
      Process.kill(:TERM, child.pid)
      assert_equal 60_000, socket.read.bytesize
      socket.close
      assert_equal "0\n", child.read
    end
  end
end
