# frozen_string_literal: true

# Handlers: how they are given, which ones are refused, and that on_connect comes first.

require_relative "support"

class TestGiven < LibraryTest
  SERVER = %i[on_accept on_hiwater on_too_fast on_record on_over_rate on_close on_error].freeze
  CLIENT = %i[on_connect on_record on_over_rate on_close on_error].freeze

  def test_every_handler_can_be_given_to_the_constructor
    # None could.
    seen = []
    note = ->(name, answer = nil) { ->(*arguments) { seen << [name, arguments.size]; answer } }
    handlers = SERVER.to_h { |name| [name, note[name, (:accept if name == :on_too_fast)]] }
    server = Vce::Server.new(HOST, hiwater: 3, accepts_per_minute: 1, **handlers)
    client = Vce::Client.new(blocking: false, **CLIENT.to_h { |name| [name, note[name]] })
    client.connect(HOST, server.port)
    wait { seen.include?([:on_connect, 1]) && seen.include?([:on_accept, 1]) }
    peers = Array.new(2) { peer(server) }
    wait { seen.include?([:on_hiwater, 2]) && seen.include?([:on_too_fast, 0]) }
    peers[0].write("x\n")
    wait { seen.include?([:on_record, 2]) }
    peers.shift.close
    @peers.delete_if(&:closed?)
    wait { seen.include?([:on_close, 2]) }
    server.on(:record) { raise "on purpose" }
    peers[0].write("x\n")
    wait { seen.include?([:on_error, 2]) }
  end

  def test_a_later_block_takes_the_place_of_a_handler_that_was_given
    got = []
    server = Vce::Server.new(HOST, on_record: got.method(:push), on_close: nil)
    one = peer(server)
    one.write("x\n")
    wait { got.any? }
    server.on(:record) { got << :block }
    one.write("x\n")
    wait { got.include?(:block) }
  end

  def test_what_cannot_be_called_and_what_is_not_known
    made = Vce.stats[:tcpcontext_create]
    error = assert_raises(TypeError) { Vce::Server.new(HOST, on_record: 5) }
    assert_includes error.message, "on_record"
    { on_recrod: Vce::Server, on_connect: Vce::Server, on_accept: Vce::Client, record: Vce::Client,
      no_such_option: Vce::Client }.each do |name, kind|
      error = assert_raises(ArgumentError) { kind.new(name => -> {}) }
      assert_includes error.message, name.to_s
    end
    assert_equal made, Vce.stats[:tcpcontext_create]
    assert_raises(ArgumentError) { Vce.init(connections: 1) }
    assert_raises(ArgumentError) { Vce.run(time_out: 1) }
  end
end

class TestConnectFirst < LibraryTest
  # Remembers the order of events, and whether the connection was connected.
  class Watching < Vce::Client
    attr_reader :events

    def initialize(&verdict)
      @events = []
      @verdict = verdict
      super(blocking: false)
    end

    def on_connect(connection)
      @events << [:connect, connection.connected?]
      @verdict&.call(connection)
    end

    def on_record(connection, data)
      @events << [data, connection.connected?]
    end

    def on_close(connection, reason)
      @events << [reason, connection.connected?]
    end

    def on_error(_connection, problem)
      @events << problem.class
    end
  end

  # A connection whose first heartbeat finds it established, with records.
  def speak_first(client, lines = "one\ntwo\n")
    listener = TCPServer.new(HOST, 0)
    connection = client.connect(HOST, listener.addr[1])
    @peers << listener << listener.accept
    @peers.last.write(lines)
    yield @peers.pop if block_given?
    IO.select([IO.for_fd(Vce.fileno, autoclose: false)], nil, nil, DEADLINE)
    connection
  end

  def test_when_the_server_speaks_first
    # on_record came first, for a connection that said it was not connected.
    client = Watching.new
    speak_first(client)
    wait { client.events.size >= 3 }
    assert_equal [[:connect, true], ["one", true], ["two", true]], client.events
  end

  def test_when_it_speaks_and_ends_at_once
    ["one\n", ""].each do |lines|
      client = Watching.new
      connection = speak_first(client, lines, &:close)
      wait { !connection.alive? }
      assert_equal [[:connect, true], *([["one", true]] * lines.lines.size), [:remote, true]],
                   client.events
    end
  end

  def test_no_record_comes_after_a_refusal_and_what_was_sent_leaves
    client = Watching.new { |connection| connection.send("bye"); :refuse }
    connection = speak_first(client)
    wait { !connection.alive? }
    assert_equal [[:connect, true], [:application, true]], client.events
    assert_equal "bye\n", @peers.last.readpartial(10)
  end

  def test_nor_after_a_failure
    client = Watching.new { raise NotImplementedError, "on purpose" }
    connection = speak_first(client)
    wait { !connection.alive? }
    assert_equal [[:connect, true], NotImplementedError, [:application, true]], client.events
  end

  def test_a_refusal_of_a_connection_that_has_ended_already
    client = Watching.new { :refuse }
    connection = speak_first(client, "", &:close)
    wait { !connection.alive? }
    assert_equal [:connect, true], client.events[0]
    assert_equal 2, client.events.size
  end

  def test_once_only_and_not_for_a_connect_that_failed_or_was_closed
    client = Watching.new
    server = RecordingServer.new
    connection = client.connect(HOST, server.port)
    wait { server.accepted.any? && client.events.any? }
    server.accepted[0].send("later")
    wait { client.events.size == 2 }
    connection.close
    wait { !connection.alive? }
    assert_equal [[:connect, true], ["later", true], [:application, true]], client.events
    client.events.clear
    connection = client.connect(HOST, server.port)
    connection.close
    wait { !connection.alive? }
    port = server.port
    server.close
    wait { server.none? }
    connection = client.connect(HOST, port)
    wait { !connection.alive? }
    assert_equal [[:application, false], [:remote, false]], client.events
  end
end
