# frozen_string_literal: true

# One record to all: a client that does not read neither ends nor holds up the others.

require_relative "support"

class TestBroadcast < LibraryTest
  LINE = "#{'x' * 1000}\n"

  # The chat of README.md, which remembers how few got a line.
  class Chat < RecordingServer
    attr_accessor :when_full
    attr_reader :told, :least

    def on_record(connection, data)
      super
      @told = broadcast(data, skip: connection, when_full: @when_full)
      @least = [@told, @least].compact.min
    end
  end

  # A chat with a talker, a listener that reads, and one that does not.
  def room(when_full)
    server = Chat.new(write_buffer: 20_000, idle_timeout: nil)
    server.when_full = when_full
    three = Array.new(3) { peer(server) }
    three[2].setsockopt(Socket::SOL_SOCKET, Socket::SO_RCVBUF, 4096)
    wait { server.accepted.size == 3 }
    ports = server.accepted.to_h { |connection| [connection.remote[1], connection] }
    [server, three, three.map { |socket| ports.fetch(socket.local_address.ip_port) }]
  end

  # Lines of the talker until the slow one has run out of room; what the listener got.
  def talk(server, talker, listener)
    got = +""
    100_000.times do
      talker.write(LINE)
      Vce.heartbeat
      read(listener, got)
      return got if server.records.size > 50 && server.least == 1
    end
    flunk "the slow peer never ran out of room"
  end

  def read(listener, got)
    piece = listener.read_nonblock(1 << 20, exception: false)
    got << piece if piece.is_a?(String)
    got.bytesize
  end

  def test_a_peer_that_does_not_read_misses_lines_and_nobody_else_does
    # The talker was ended, with a FullError in its callback.
    before = Vce.counters
    server, (talker, listener), connections = room(:drop)
    got = talk(server, talker, listener)
    wait { read(listener, got) == server.records.size * LINE.bytesize }
    assert_equal [LINE], got.lines.uniq
    assert_equal [[], []], [server.errors, server.reasons]
    assert(connections.all? { |connection| connection.alive? && !connection.closed? })
    told, missed, closed = %i[sent dropped closed].map do |kind|
      Vce.counters[:"broadcast_#{kind}"] - before[:"broadcast_#{kind}"]
    end
    assert_equal [2 * server.records.size, 0], [told + missed, closed]
    assert_operator missed, :>=, 1
  end

  def test_or_is_closed
    server, (talker, listener), connections = room(:close)
    talk(server, talker, listener)
    assert_equal [false, false, true], connections.map(&:closed?)
    connections[2].abort
    wait { !connections[2].alive? }
    talker.write(LINE)
    wait { server.told == 1 }
    assert_equal [[], 2], [server.errors, server.size]
    assert(connections.first(2).all?(&:alive?))
  end

  def test_a_loop_over_send_ends_who_does_not_read_and_not_who_talks
    # The talker was ended: a client without room could do that to all others.
    server = RecordingServer.new(write_buffer: 5000)
    server.on(:record) do |connection, data|
      server.each { |other| other.send(data) unless other.equal?(connection) }
    end
    talker = peer(server)
    peer(server) # does not read
    wait { server.accepted.size == 2 }
    mine, others = server.accepted.partition { |c| c.remote[1] == talker.local_address.ip_port }
    talker.write("#{'x' * 4000}\n#{'y' * 4000}\n")
    wait { !others[0].alive? }
    assert_equal 2, server.records.size
    assert_equal [[others[0], Vce::FullError]], server.errors.map { |c, e| [c, e.class] }
    assert mine[0].alive? && !mine[0].closed?
    others = [peer(server)]
    wait { server.accepted.size == 3 }
    server.on(:record) { server.accepted[2].close; server.accepted[2].send("x") }
    talker.write("z\n")
    wait { server.errors.size == 2 }
    assert_equal [server.accepted[2], Vce::ClosedError], [server.errors[1][0], server.errors[1][1].class]
    assert mine[0].alive? && !mine[0].closed? && others
  end

  def test_the_framing_is_that_of_the_server
    [[:text, "h\u00e4", "h\xC3\xA4\n"], [:bin16, "ab\n", "\0\3ab\n"],
     [:bin32, "abc", "\0\0\0\3abc"], [:through, "as it is", "as it is"], [:bin16, "", "\0\0"],
     [:bin16, "\0" * 65_535, "\xFF\xFF#{"\0" * 65_535}"]].each do |framing, record, wire|
      server = RecordingServer.new(framing: framing)
      two = Array.new(2) { peer(server) }
      wait { server.accepted.size == 2 }
      assert_equal 2, server.broadcast(record)
      two.each do |socket|
        got = +""
        wait { read(socket, got) >= wire.bytesize }
        assert_equal wire.b, got.b
      end
      server.close
    end
  end

  def test_all_but_one_and_only_open_ones
    server = RecordingServer.new
    client = RecordingClient.new
    first, other = pair(server, client)
    second, = pair(server, client)
    assert_equal 2, server.broadcast("to both")
    assert_equal 1, server.broadcast("to one", skip: other)
    assert_equal 2, client.broadcast("to the server", skip: other) # not one of its own
    wait { client.records.size == 3 && server.records.size == 2 }
    assert_equal ["to both", "to both", "to one"], client.records.sort
    first.close
    assert_equal 1, client.broadcast("to the server")
    second.close
    assert_equal 0, client.broadcast("to nobody")
    wait { server.none? }
    assert_equal 0, server.broadcast("to nobody")
    assert_equal 0, RecordingServer.new(framing: :through).broadcast("")
  end

  def test_what_cannot_be_sent
    server = RecordingServer.new(write_buffer: 100)
    connection = RecordingClient.new.connect(HOST, server.port)
    assert_raises(ArgumentError) { server.broadcast("two\nlines") }
    assert_raises(ArgumentError) { server.broadcast("x", when_full: :wait) }
    [5, nil, :x].each { |other| assert_raises(TypeError) { server.broadcast(other) } }
    assert_raises(TypeError) { server.broadcast("x", skip: connection.handle) }
    assert_raises(Vce::TooLongError) { server.broadcast("x" * 100) }
    assert_raises(Vce::TooLongError) do
      RecordingServer.new(framing: :bin16).broadcast("\0" * 65_536)
    end
    server.close
    assert_raises(Vce::ClosedError) { server.broadcast("x") }
  end
end
