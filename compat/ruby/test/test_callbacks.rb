# frozen_string_literal: true

# Callbacks that fail are reported and end their connection, and nothing else.

require_relative "support"

class Oops < StandardError; end

class TestFailing < LibraryTest
  FAIL = ->(*) { raise Oops, "on purpose" }

  def setup
    super
    @server = RecordingServer.new
    @client = RecordingClient.new
  end

  def failing_server(event, **options)
    RecordingServer.new(**options).on(event, &FAIL)
  end

  def check_error(context, connection, kind = Oops)
    assert_equal 1, context.errors.size
    assert_same connection, context.errors[0][0] if connection
    assert_nil context.errors[0][0] unless connection
    assert_instance_of kind, context.errors[0][1]
  end

  def others_go_on(server = @server)
    %i[accept record close].each { |event| server.on(event) {} }
    connection, = pair(server, @client)
    connection.send("still alive")
    wait { server.records.last == "still alive" }
  end

  def test_on_record
    connection, other = pair(@server, @client)
    @server.on(:record, &FAIL)
    %w[one two].each { |line| connection.send(line) }
    wait { !connection.alive? }
    check_error(@server, other)
    assert_equal :parser, other.reason
    assert_equal ["one"], @server.records
    others_go_on
  end

  def test_on_accept
    server = failing_server(:accept)
    connection = @client.connect(HOST, server.port)
    wait { !connection.alive? }
    check_error(server, server.accepted[0])
    assert_equal 0, server.size
    others_go_on(server)
  end

  def test_on_hiwater
    server = failing_server(:hiwater, hiwater: 1)
    connection = @client.connect(HOST, server.port)
    wait { !connection.alive? }
    check_error(server, server.errors[0][0])
  end

  def test_on_too_fast
    server = failing_server(:too_fast, accepts_per_minute: 1)
    2.times { peer(server) }
    wait { server.accepted.size == 2 }
    assert ended?(peer(server))
    check_error(server, nil)
  end

  def test_on_close
    server = failing_server(:close)
    connection, other = pair(server, @client)
    connection.close
    wait { !other.alive? }
    check_error(server, other)
    assert_equal 0, server.size
    others_go_on(server)
  end

  def test_on_connect
    client = RecordingClient.new(blocking: false).on(:connect, &FAIL)
    connection = client.connect(HOST, @server.port)
    wait { !connection.alive? }
    check_error(client, connection)
  end

  class Unborn < Vce::Connection
    def initialize(...)
      raise Oops
    end
  end

  def test_a_class_of_connections_of_a_client_that_cannot_be_made
    # The connection stayed, and no code was left that could close it.
    client = Class.new(RecordingClient) { def self.connection_class = Unborn }.new
    assert_raises(Oops) { client.connect(HOST, @server.port) }
    wait { @server.reasons.any? && client.stats[:current_conn].zero? }
    assert_equal [0, 0, []], [@server.size, client.size, client.errors]
  end

  def test_a_class_of_connections_that_cannot_be_made
    server = Class.new(RecordingServer) { def self.connection_class = Unborn }.new
    assert ended?(peer(server))
    check_error(server, nil)
    assert_equal 0, server.size
  end

  def test_errors_of_the_program_that_are_no_standard_errors
    [[NotImplementedError, -> { raise NotImplementedError }], [SystemStackError, -> { deeper(1) }],
     [NoMemoryError, -> { "x" * (1 << 62) }]].each do |kind, body|
      server = RecordingServer.new.on(:record) { body.call }
      failing = peer(server)
      failing.write("x\n")
      assert ended?(failing)
      check_error(server, server.accepted[0], kind)
    end
  end

  def deeper(depth)
    deeper(depth + 1) + 1
  end

  def test_errors_are_told_to_standard_error_by_default_and_on_error_may_fail_too
    { nil => "on purpose", FAIL => "on_error failed",
      ->(*) { throw :nowhere } => "on_error failed" }.each do |handler, told|
      server = Vce::Server.new(HOST).on(:record, &FAIL)
      server.on(:error, &handler) if handler
      failing = peer(server)
      _, errors = capture_io do
        failing.write("x\n")
        assert ended?(failing)
      end
      assert_includes errors, told
    end
  end

  def test_a_closed_standard_error_does_not_matter
    reader, writer = IO.pipe
    reader.close
    server = Vce::Server.new(HOST).on(:record, &FAIL)
    failing = peer(server)
    failing.write("x\n")
    before, $stderr = $stderr, writer
    assert ended?(failing)
  ensure
    $stderr = before
    writer.close
  end

  def test_sending_in_a_callback_that_cannot_be_done_is_such_a_failure
    server = RecordingServer.new(write_buffer: 4)
    server.on(:record) { |connection, data| connection.send(data) }
    failing = peer(server)
    failing.write("too long for it\n")
    assert ended?(failing)
    check_error(server, server.accepted[0], Vce::FullError)
  end
end

# throw, break, return and Thread.exit would jump over the frames of the library.
class TestJumps < LibraryTest
  def serve(&block)
    server = RecordingServer.new.on(:record, &block)
    leaving = peer(server)
    leaving.write("x\n")
    assert ended?(leaving)
    assert_instance_of LocalJumpError, server.errors[0][1]
    assert_equal [:parser], server.reasons
    RecordingServer.new.close
  end

  def test_throw
    caught = catch(:out) do
      serve { throw :out, :jumped }
      :normal
    end
    assert_equal :normal, caught
  end

  def test_return
    assert_equal :normal, return_in_a_block
  end

  def return_in_a_block
    serve { return :jumped }
    :normal
  end

  def test_break
    assert_equal(:normal, breaking { break :jumped })
  end

  def breaking(&block)
    serve(&block)
    :normal
  end

  def test_end_of_the_thread
    Vce.finalize
    reached = false
    Thread.new do
      serve { Thread.exit }
      reached = true
      Vce.finalize
    end.join
    assert reached
  end

  def test_next_is_a_normal_end
    server = RecordingServer.new.on(:record) { next :refuse }
    leaving = peer(server)
    leaving.write("x\n")
    assert ended?(leaving)
    assert_empty server.errors
  end
end

# What callbacks may do.
class TestInside < LibraryTest
  def setup
    super
    @server = RecordingServer.new
    @client = RecordingClient.new
  end

  def test_close_everything
    @server.on(:record) { |connection| [connection, @server, @client].each(&:close) }
    connection, other = pair(@server, @client)
    connection.send("x")
    wait { !connection.alive? && !other.alive? }
    assert @server.closed? && @client.closed?
    assert_empty @server.errors
  end

  def test_heartbeat_does_nothing_run_and_finalize_are_refused
    seen = []
    @server.on(:record) do
      Vce.heartbeat
      seen << Vce.wait_time
      seen << assert_raises(Vce::Error) { Vce.finalize }.name
      seen << assert_raises(ThreadError) { Vce.run }.message
    end
    connection, = pair(@server, @client)
    connection.send("x")
    wait { seen.size == 3 }
    assert_equal [0, "VCE_EFINALIZE", "Vce.run inside a callback"], seen
    assert_predicate connection, :alive?
  end

  def test_connect_and_serve
    made = nil
    @server.on(:record) do
      inner = RecordingServer.new
      made = RecordingClient.new(blocking: false).connect(HOST, inner.port)
    end
    connection, = pair(@server, @client)
    connection.send("x")
    wait { made&.connected? }
  end

  def test_reconnect_in_on_close
    client = RecordingClient.new(blocking: false)
    client.on(:close) { client.connect(HOST, @server.port) }
    connection, = pair(@server, client)
    connection.close
    wait { client.connected_ones.size == 2 }
  end

  def test_collecting_garbage_all_the_time
    @server.on(:record) do |connection, data|
      GC.start
      GC.compact
      connection.send(data)
    end
    connection, = pair(@server, @client)
    GC.stress = true
    connection.send("one")
    GC.stress = false
    20.times { |n| connection.send("line #{n}") }
    wait { @client.records.size == 21 }
    assert_equal ["one"] + (0...20).map { |n| "line #{n}" }, @client.records
  end
end
