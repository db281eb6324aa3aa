# frozen_string_literal: true

# Nothing is held or lost: connections, contexts, records, callbacks, and the memory under them.

require "weakref"
require_relative "support"

class TestHeld < LibraryTest
  # In a frame of its own, so that nothing of it stays on the stack.
  def use_and_forget
    server = RecordingServer.new
    client = RecordingClient.new
    connection, other = pair(server, client)
    connection.data = other.data = Object.new
    connection.send("a record")
    wait { server.records.any? }
    connection.close
    wait { !other.alive? }
    [server, client].each(&:close)
    assert Vce.drain
    [server, client, connection, other].map { |thing| WeakRef.new(thing) }
  end

  def test_connections_and_contexts_go_with_their_last_use
    watched = (1..20).inject([]) { |all, _| all + use_and_forget }
    GC.start
    # The collector may take a stale value on the stack for a reference, but not for many.
    assert_operator watched.count(&:weakref_alive?), :<, 10
  end

  def test_contexts_in_use_are_kept
    ports = Array.new(3) do
      Vce::Server.new(HOST).on(:record) { |connection, data| connection.send(data) }.port
    end
    GC.start
    Array.new(1000) { +"garbage" }
    ports.each do |port|
      @peers << TCPSocket.new(HOST, port)
      @peers.last.write("x\n")
      answer = nil
      wait { (answer = @peers.last.read_nonblock(2, exception: false)) != :wait_readable }
      assert_equal "x\n", answer
    end
  end

  def test_refused_and_failed_connections_leave_nothing
    server = Vce::Server.new(HOST).on(:accept) { :refuse }
    client = RecordingClient.new(blocking: false)
    20.times { client.connect(HOST, server.port) }
    wait { client.none? }
    server.close
    assert Vce.drain
    20.times { client.connect(HOST, server.port) }
    wait { client.none? }
    GC.start
    assert_equal 0, Vce.counters[:current_conn]
    state = Vce.const_get(:STATE)
    assert_equal [{}, []], [state.connections, state.connecting]
  end
end

class TestLost < LibraryTest
  def resident_kib
    GC.start
    File.read("/proc/self/status")[/VmRSS:\s+(\d+)/, 1].to_i
  end

  # Memory that the process gains in `count` rounds, after as many to warm up: fewer than so many
  # KiB once in ten times. The heap may grow in any of them; what is lost is lost in all.
  def assert_gains_less(limit, count, &one_round)
    count.times(&one_round)
    gains = []
    until gains.size == 10 || (gains.any? && gains.last < limit)
      before = resident_kib
      count.times(&one_round)
      gains << resident_kib - before
    end
    assert_operator gains.min, :<, limit
  end

  def test_records
    server = RecordingServer.new(framing: :bin32, read_buffer: 1 << 17)
    connection, = pair(server, RecordingClient.new(framing: :bin32, read_buffer: 1 << 17))
    data = "x" * 100_000
    assert_gains_less(10_000, 300) do # what was sent are 30,000 KiB
      connection.send(data)
      wait { server.records.any? }
      server.records.clear
    end
  end

  def test_connections
    server = RecordingServer.new
    client = RecordingClient.new
    assert_gains_less(500, 300) do # the records are 1,500 KiB
      connection, other = pair(server, client)
      connection.send("x" * 5000)
      connection.close
      wait { !other.alive? }
      [server.accepted, server.records, server.reasons, client.reasons].each(&:clear)
    end
    assert_equal [0, 0], Vce.counters.values_at(:buffers_in_use, :current_conn)
  end

  def test_contexts
    assert_gains_less(500, 300) do
      [RecordingServer.new(hiwater: 5), RecordingClient.new].each(&:close)
    end
  end

  def test_the_library_itself
    assert_gains_less(500, 100) do
      Vce.finalize
      Vce.init
      RecordingServer.new
    end
  end
end
