# frozen_string_literal: true

# Both connect modes, every kind of record, sending, ending and asking.

require_relative "support"

class TestConnectModes < LibraryTest
  def test_blocking_connect_is_open_at_once
    server = RecordingServer.new
    client = RecordingClient.new
    connection = client.connect(HOST, server.port)
    assert_predicate client, :blocking?
    assert_predicate connection, :connected?
    assert_operator connection.writable, :>, 0
    connection.send("hello")
    wait { server.records.any? }
    assert_equal ["hello"], server.records
    assert_empty client.connected_ones
  end

  def test_non_blocking_connect_tells_of_success
    server = RecordingServer.new
    client = RecordingClient.new(blocking: false)
    connection = client.connect(HOST, server.port)
    refute_predicate connection, :connected?
    assert_raises(Vce::NotReadyError) { connection.send("too early") }
    wait { client.connected_ones.any? }
    assert_equal [connection], client.connected_ones
    assert_predicate connection, :connected?
    connection.send("hello")
    wait { server.records.any? }
  end

  def test_on_connect_may_refuse
    server = RecordingServer.new
    client = Vce::Client.new(blocking: false).on(:connect) { :refuse }
    connection = client.connect(HOST, server.port)
    wait { !connection.alive? }
    assert_equal :application, connection.reason
  end

  def test_blocking_failure_raises
    server = RecordingServer.new
    client = RecordingClient.new
    server.close
    assert Vce.drain
    error = assert_raises(Vce::ConnectError) { client.connect(HOST, server.port) }
    assert_equal [Vce::Raw::VCE_ECONNECT, "vce_tcpcontext_connect"], [error.code, error.function]
    assert_equal 0, client.size
  end

  def test_non_blocking_failure_closes
    server = RecordingServer.new
    client = RecordingClient.new(blocking: false)
    server.close
    assert Vce.drain
    connection = client.connect(HOST, server.port)
    wait { !connection.alive? }
    assert_equal :remote, connection.reason
    refute_predicate connection, :connected?
    assert_empty client.connected_ones
  end
end

class TestRecords < LibraryTest
  BYTES = (0..255).to_a.pack("C*")
  SAMPLES = { bin16: ["".b, "x".b, BYTES, ("y" * 65_535).b],
              bin32: ["".b, "x".b, BYTES, ("y" * 100_000).b],
              text: ["", "line", "nul \0 and cr \r inside", "grün"], through: [BYTES] }.freeze

  def test_every_kind_is_echoed
    SAMPLES.to_a.product([true, false]) do |(framing, samples), blocking|
      server = RecordingServer.new(framing: framing, read_buffer: 200_000)
      server.on(:record) { |connection, data| connection.send(data) }
      client = RecordingClient.new(framing: framing, read_buffer: 200_000, blocking: blocking)
      connection, = pair(server, client)
      samples.each do |sample|
        connection.send(sample)
        wait { client.records.any? && client.records.sum(&:bytesize) >= sample.bytesize }
        assert_equal [sample], client.records
        assert_equal sample.encoding, client.records[0].encoding
        client.records.clear
      end
      [server, client].each(&:close)
      assert Vce.drain
    end
  end

  def test_strings_of_any_encoding_are_sent_as_they_are_and_nothing_else_is
    server = RecordingServer.new(framing: :bin16)
    connection, = pair(server, RecordingClient.new(framing: :bin16))
    texts = ["grün", "grün".encode("UTF-16LE"), "\xFF", "part of a longer string, shared"[5..]]
    texts.each { |text| assert_equal 2 + text.bytesize, connection.send(text) }
    [nil, 7, :symbol, ["x"]].each { |other| assert_raises(TypeError) { connection.send(other) } }
    wait { server.records.size == 4 }
    assert_equal texts.map(&:b), server.records
  end

  def test_lines_that_are_no_utf8_arrive_unchanged
    server = RecordingServer.new
    peer(server).write("\xFF\xC3\n")
    wait { server.records.any? }
    assert_equal "\xFF\xC3".b, server.records[0].b
    refute_predicate server.records[0], :valid_encoding?
  end

  def test_a_line_feed_inside_of_a_line_is_refused
    server = RecordingServer.new
    connection, = pair(server, RecordingClient.new)
    assert_raises(ArgumentError) { connection.send("two\nlines") }
    connection.send("one")
    wait { server.records.any? }
    assert_equal ["one"], server.records
  end

  def test_too_long_records_are_refused
    connection, = pair(RecordingServer.new(framing: :bin16), RecordingClient.new(framing: :bin16))
    assert_raises(Vce::TooLongError) { connection.send("x" * 65_536) }
    assert_predicate connection, :drained?
  end

  def test_a_full_buffer_takes_nothing_and_recovers
    server = RecordingServer.new
    connection, = pair(server, RecordingClient.new(write_buffer: 10))
    assert_equal 10, connection.writable
    connection.send("12345")
    assert_equal 4, connection.writable
    refute_predicate connection, :drained?
    error = assert_raises(Vce::FullError) { connection.send("67890") }
    assert_equal "VCE_EWBFULL", error.name
    wait { connection.drained? }
    connection.send("67890")
    wait { server.records.size == 2 }
    assert_equal %w[12345 67890], server.records
  end

  def test_records_above_the_limit_end_the_connection
    server = RecordingServer.new(framing: :bin16, max_record: 10)
    connection, other = pair(server, RecordingClient.new(framing: :bin16))
    [10, 11].each { |length| connection.send("x" * length) }
    wait { !other.alive? }
    assert_equal ["x" * 10], server.records
    assert_equal :parser, other.reason
  end

  def test_a_burst_of_records_is_delivered_in_order
    server = RecordingServer.new(records_per_heartbeat: 3)
    connection, = pair(server, RecordingClient.new)
    lines = (0...1000).map(&:to_s)
    lines.each { |line| connection.send(line) }
    wait { server.records.size == 1000 }
    assert_equal lines, server.records
  end

  def test_refuse_ends_the_connection_and_a_false_result_by_chance_does_not
    server = Vce::Server.new(HOST).on(:record) { |_, data| data == "bad" && :refuse }
    refused = peer(server)
    refused.write("good\nbad\n")
    assert ended?(refused)
    kept = peer(server)
    kept.write("good\n")
    Vce.run(timeout: 0.05)
    assert_equal 1, server.size
  end
end

class TestEnding < LibraryTest
  def test_close_sends_first
    server = RecordingServer.new
    connection, other = pair(server, RecordingClient.new)
    connection.send("last words")
    2.times { connection.close }
    assert_equal [true, true], [connection.closed?, connection.alive?]
    assert_raises(Vce::ClosedError) { connection.send("too late") }
    wait { !connection.alive? && !other.alive? }
    assert_equal ["last words"], server.records
    assert_equal %i[application remote], [connection.reason, other.reason]
    assert_raises(Vce::ClosedError) { connection.send("gone") }
    connection.close
    connection.abort
    assert_equal 0, connection.writable
  end

  def test_abort_does_not_wait
    server = RecordingServer.new(write_buffer: 1 << 24)
    peer(server) # it does not read
    wait { server.accepted.any? }
    connection = server.accepted[0]
    connection.send("x" * ((1 << 24) - 1))
    Vce.heartbeat
    refute_predicate connection, :drained?
    connection.abort
    wait { !connection.alive? }
    assert_equal :timeout, connection.reason
  end

  def test_idle_timeout
    server = RecordingServer.new
    peer(server)
    wait { server.accepted.any? }
    assert_raises(TypeError) { server.accepted[0].idle_timeout = 0.5 }
    server.accepted[0].idle_timeout = nil
    server.accepted[0].idle_timeout = 0
    wait { !server.accepted[0].alive? }
    assert_equal :timeout, server.accepted[0].reason
  end

  def test_nothing_can_be_sent_after_the_idle_limit_struck
    server = RecordingServer.new(write_buffer: 1 << 24)
    peer(server) # it does not read
    wait { server.accepted.any? }
    connection = server.accepted[0]
    connection.send("x" * ((1 << 24) - 1))
    connection.idle_timeout = -1
    Vce.heartbeat
    assert_equal [true, true], [connection.closed?, connection.alive?]
    assert_raises(Vce::ClosedError) { connection.send("") }
  end

  def test_contexts_end_with_the_block_of_open
    connection = other = client = nil
    server = RecordingServer.new
    result = RecordingClient.open do |opened|
      client = opened
      connection, other = pair(server, client)
      connection.send("hello")
      :result
    end
    assert_equal :result, result
    wait { server.records.any? }
    server.close
    assert client.closed? && server.closed? && connection.closed?
    assert_includes connection.inspect, "closing"
    assert_raises(Vce::ClosedError) { connection.send("too late") }
    assert Vce.drain(DEADLINE)
    assert_equal ["hello"], server.records
    refute connection.alive? || other.alive?
    assert_raises(Vce::ClosedError) { client.connect(HOST, server.port) }
    assert_raises(Vce::ClosedError) { server.stats }
    server.close
    assert_instance_of Vce::Client, Vce::Client.open
  end

  def test_finalize_cuts_everything
    server = RecordingServer.new
    client = RecordingClient.new
    connection, = pair(server, client)
    Vce.finalize
    refute_predicate connection, :alive?
    assert_predicate server, :closed?
    assert_equal [0, 0], [server.size, client.size]
    assert_raises(Vce::ClosedError) { connection.send("gone") }
    assert_raises(ThreadError) { Vce.heartbeat }
    Vce.finalize
    RecordingServer.new.close # begins anew
    Vce::Raw.vce_end_all_array # makes the library complain
    Vce.finalize
    RecordingServer.new.close
  end
end

class TestAsking < LibraryTest
  def test_addresses_fit_and_outlive_the_connection
    server = RecordingServer.new
    connection, other = pair(server, RecordingClient.new)
    assert_equal [HOST, server.port], connection.remote
    assert_equal other.remote, connection.local
    connection.close
    wait { !other.alive? }
    assert_equal [HOST, server.port], connection.remote
    assert_raises(Vce::ClosedError) { other.local }
  end

  def test_addresses_of_a_connect_under_way_are_those_of_the_moment
    # What was asked for during the look-up, 0.0.0.0:0, was the answer for ever.
    server = RecordingServer.new
    client = RecordingClient.new(blocking: false)
    connection = client.connect("localhost", server.port)
    assert_equal [["0.0.0.0", 0]] * 2, [connection.remote, connection.local]
    wait { connection.connected? && server.accepted.any? }
    assert_equal [HOST, server.port], connection.remote
    assert_equal server.accepted[0].remote, connection.local
    connection.close
    wait { !connection.alive? }
    assert_equal [HOST, server.port], connection.remote
  end

  # A port of this machine without a server.
  def closed_port
    bound = Socket.new(:INET, :STREAM)
    @peers << bound
    bound.bind(Addrinfo.tcp(HOST, 0))
    bound.local_address.ip_port
  end

  def test_why_a_connect_failed_is_the_text_of_the_exception
    # It said no more than VCE_ECONNECT.
    port = closed_port
    { HOST => "connect to 127.0.0.1 port #{port}: Connection refused",
      "localhost" => "connect to localhost, 127.0.0.1 port #{port}: Connection refused",
      "nosuch.invalid" => "connect to nosuch.invalid: " }.each do |host, told|
      error = assert_raises(Vce::ConnectError) { Vce::Client.new.connect(host, port) }
      assert_includes error.message, told
      assert_includes error.detail, told
    end
    error = assert_raises(Vce::BindError) { RecordingServer.new(RecordingServer.new.port) }
    assert_includes error.message, "Address already in use"
  end

  def test_why_it_ended_is_told_by_the_connection
    port = closed_port
    seen = nil
    client = Vce::Client.new(blocking: false)
    client.on(:close) { |ended, reason| seen = [reason, ended.end_detail] }
    connection = client.connect(HOST, port)
    assert_nil connection.end_detail
    wait { seen }
    assert_equal [:remote, "connect to 127.0.0.1 port #{port}: Connection refused"], seen
    assert_equal seen[1], connection.end_detail
    server = RecordingServer.new
    peer(server).close
    @peers.pop
    wait { server.reasons.any? }
    assert_includes server.accepted[0].end_detail, "end of stream"
  end

  def test_a_connect_has_a_time_of_its_own
    # A listener whose queue is full leaves further connects without an answer.
    full = Socket.new(:INET, :STREAM)
    full.bind(Addrinfo.tcp(HOST, 0))
    full.listen(0)
    address = full.local_address
    fillers = Array.new(4) { Socket.new(:INET, :STREAM) }
    fillers.each { |filler| filler.connect_nonblock(address, exception: false) }
    @peers.push(full, *fillers)
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    client = Vce::Client.new(connect_timeout: 0.05)
    error = assert_raises(Vce::ConnectError) { client.connect(HOST, address.ip_port) }
    assert_includes error.message, "timed out"
    client = Vce::Client.new(blocking: false, connect_timeout: Rational(1, 20))
    connection = client.connect(HOST, address.ip_port)
    wait { !connection.alive? }
    assert_equal :timeout, connection.reason
    assert_operator Process.clock_gettime(Process::CLOCK_MONOTONIC) - start, :<, DEADLINE / 2
    [0, -1, 2_147_484, Float::INFINITY, Float::NAN].each do |bad|
      error = assert_raises(RangeError) { Vce::Client.new(connect_timeout: bad) }
      assert_includes error.message, "connect_timeout"
    end
    Vce::Client.new(connect_timeout: 2_147_483.647)
    assert_raises(TypeError) { Vce::Client.new(connect_timeout: "1") }
  end

  def test_addresses_of_a_connect_that_failed
    server = RecordingServer.new
    port = server.port
    server.close
    wait { server.none? }
    seen = nil
    client = RecordingClient.new(blocking: false).on(:close) { |failed| seen = failed.remote }
    connection = client.connect(HOST, port)
    assert_equal [HOST, port], connection.remote
    wait { !connection.alive? }
    assert_equal [[HOST, port]] * 2, [seen, connection.remote]
    connection = Vce::Client.new(blocking: false).connect("localhost", port)
    assert_equal 0, connection.remote[1]
    wait { !connection.alive? }
    assert_raises(Vce::ClosedError) { connection.remote }
  end

  def test_ipv6_addresses
    server = begin
      Vce::Server.new("::1")
    rescue Vce::BindError
      skip "no IPv6 on this machine"
    end
    connection = Vce::Client.new.connect("::1", server.port)
    assert_equal ["::1", server.port], connection.remote
  end

  def test_counters
    server = RecordingServer.new
    connection, = pair(server, RecordingClient.new)
    before = Vce.counters[:recv_record]
    connection.send("12345")
    wait { server.records.any? }
    assert_equal 6, connection.stats[:send_byte]
    assert_equal [6, 1], server.stats.values_at(:recv_byte, :current_conn)
    assert_equal before + 1, Vce.counters[:recv_record]
    assert_operator Vce.stats[:recv_byte], :>=, 6
    assert_includes Vce.metrics, "# TYPE vce_"
  end

  def test_a_context_lists_its_connections
    server = RecordingServer.new
    client = RecordingClient.new
    made = Array.new(2) { pair(server, client).first }
    assert_equal made, client.to_a
    assert_equal made, client.each.to_a
    assert_equal 2, server.size
    assert_includes server.inspect, "2 connections"
    assert_includes made[0].inspect, "open"
    client.each(&:close)
    assert Vce.drain
    assert_empty client.to_a
  end
end
