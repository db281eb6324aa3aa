# frozen_string_literal: true

# Which peers are let in: accept, hi-water, kick list, rate, maximum. And errors of settings.

require_relative "support"

class TestAccepting < LibraryTest
  def test_on_accept_may_refuse
    server = Vce::Server.new(HOST).on(:accept) { :refuse }
    assert ended?(peer(server))
    assert_equal 0, server.size
  end

  class Room < RecordingServer
    def full
      @full ||= []
    end

    def on_hiwater(connection, count)
      full << count
      connection.send("full")
      connection.close
    end
  end

  def test_hiwater_is_told_when_nearly_full
    server = Room.new(hiwater: 3, max_connections: 10)
    first = peer(server)
    wait { server.accepted.any? }
    second = peer(server)
    wait { server.full.any? }
    assert_equal [2], server.full
    assert_equal 1, server.accepted.size
    wait { server.size == 1 }
    assert_equal "full\n", second.read
    first.write("still here\n")
    wait { server.records.any? }
  end

  def test_hiwater_may_refuse
    server = Vce::Server.new(HOST, hiwater: 1).on(:hiwater) { :refuse }
    assert ended?(peer(server))
  end

  def test_the_maximum_turns_away
    server = RecordingServer.new(max_connections: 1)
    peer(server)
    wait { server.accepted.any? }
    before = Vce.counters[:turned_away_maximum]
    assert ended?(peer(server))
    assert_equal before + 1, Vce.counters[:turned_away_maximum]
    assert_equal 1, server.accepted.size
  end

  def test_the_maximum_per_address_turns_away
    server = RecordingServer.new(max_per_address: 1)
    peer(server)
    wait { server.accepted.any? }
    assert ended?(peer(server))
    other = RecordingClient.new
    other.source = "127.0.0.2"
    pair(server, other)
    assert_equal 2, server.size
  end

  def test_kicked_addresses_are_turned_away
    server = RecordingServer.new
    server.kick(["192.0.2.1", HOST])
    GC.start
    assert ended?(peer(server))
    ["nonsense", "::1", "127.0.0.0/8", "0.0.0.0"].each do |address|
      assert_raises(ArgumentError) { server.kick([address]) }
    end
    assert ended?(peer(server))
    server.kick([])
    peer(server)
    wait { server.accepted.any? }
  end

  def test_too_many_per_minute_are_turned_away_or_let_pass
    asked = 0
    answer = true
    server = RecordingServer.new(accepts_per_minute: 1).on(:too_fast) { asked += 1; answer }
    2.times { peer(server) }
    wait { server.accepted.size == 2 }
    assert ended?(peer(server))
    assert_equal 1, asked
    answer = :accept
    peer(server)
    wait { server.accepted.size == 3 }
    assert_equal 2, asked
  end

  def test_accepting_can_be_switched_off
    server = RecordingServer.new
    server.enable_accept(false)
    assert ended?(peer(server))
    server.enable_accept(true)
    peer(server)
    wait { server.accepted.any? }
  end

  class Player < Vce::Connection
    def hello
      "hello #{serial}"
    end
  end

  class Game < RecordingServer
    def self.connection_class
      Player
    end

    def self.framing
      :bin16
    end
  end

  def test_a_class_may_set_framing_and_class_of_connections
    server = Game.new
    peer(server).write("\0\2ab")
    wait { server.records.any? }
    assert_equal ["ab"], server.records
    assert_equal "hello #{server.accepted[0].serial}", server.accepted[0].hello
  end
end

# What one connection may do, and how long TCP has patience with it.
class TestLimits < LibraryTest
  # Options of the socket of a connection: it is found by its addresses.
  def options(connection, names)
    Dir.children("/proc/self/fd").each do |name|
      socket = Socket.for_fd(Integer(name))
      socket.autoclose = false
      ends = [socket.local_address, socket.remote_address].map { |a| [a.ip_address, a.ip_port] }
      next unless ends == [connection.local, connection.remote]

      return names.map { |option| socket.getsockopt(:TCP, option).int }
    rescue SystemCallError, SocketError, ArgumentError
      next
    end
    flunk "no socket of #{connection}"
  end

  def test_keep_alive_times_and_user_time_out_reach_the_sockets
    settings = { keepalive: [60, 7, 5], user_timeout: 1.5 }
    pair(RecordingServer.new(**settings), RecordingClient.new(**settings)).each do |connection|
      assert_equal [60, 7, 5, 1500],
                   options(connection, %i[KEEPIDLE KEEPINTVL KEEPCNT USER_TIMEOUT])
    end
    { "0" => [32_768, 1, 1], "1" => [1, -1, 1], "2" => [1, 1, 128] }.each do |n, values|
      error = assert_raises(RangeError) { Vce::Client.new(keepalive: values) }
      assert_includes error.message, "keepalive[#{n}]"
    end
    [5, [1, 2], [1, 2, 3, 4], "abc", [1, 2, 3.0]].each do |values|
      assert_raises(TypeError) { Vce::Client.new(keepalive: values) }
    end
    assert_raises(RangeError) { Vce::Server.new(HOST, user_timeout: 0) }
  end

  def test_a_peer_above_its_rate_is_read_later
    asked = []
    server = RecordingServer.new(records_per_second: 5, on_over_rate: asked.method(:push))
    peer(server).write("x\n" * 8)
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    wait { server.records.size == 8 }
    assert_operator Process.clock_gettime(Process::CLOCK_MONOTONIC) - start, :>=, 0.4
    assert_equal server.accepted, asked.uniq
  end

  def test_or_ended
    server = RecordingServer.new(bytes_per_second: 10, on_over_rate: ->(_) { :refuse })
    fast = peer(server)
    fast.write("x\n" * 10)
    assert ended?(fast)
    assert_equal [:parser], server.reasons
    server = RecordingServer.new(records_per_second: 1, on_over_rate: ->(_) { raise "on purpose" })
    fast = peer(server)
    fast.write("x\n" * 10)
    assert ended?(fast)
    assert_equal "on purpose", server.errors[0][1].message
    %i[records_per_second bytes_per_second].each do |name|
      [-1, 2**31].each do |value|
        error = assert_raises(RangeError) { Vce::Client.new(name => value) }
        assert_includes error.message, name.to_s
      end
    end
  end
end

class TestPipelining < LibraryTest
  LINES = 100_000

  README = File.read(File.expand_path("../README.md", __dir__), encoding: "UTF-8")

  def test_the_servers_of_the_readme_do
    blocks = README.scan(/```ruby\n(.*?)```/m).flatten
    blocks.select! { |block| block.include?("5555") && block.include?("Server") }
    assert_equal 2, blocks.size
    blocks.each do |block|
      @seen = nil
      @chat = block.include?("Chat")
      instance_eval(block.gsub("5555", "0").gsub("Vce.run", "exercise"))
      assert_equal LINES * 100, @seen
      assert Vce.drain(DEADLINE)
    end
  end

  def exercise
    server, = Vce.const_get(:STATE).contexts.values
    one = peer(server)
    other = peer(server)
    wait { server.size == 2 }
    @seen = exchange(one, "#{'y' * 99}\n", @chat ? other : one).bytesize
    server.close
  end

  # What comes back to a peer that reads only when it cannot send any more.
  def exchange(peer, line, back_to = peer)
    unsent = line * LINES
    back = +""
    sent = patience = 0
    limit = Process.clock_gettime(Process::CLOCK_MONOTONIC) + DEADLINE
    while back.bytesize < unsent.bytesize && Process.clock_gettime(Process::CLOCK_MONOTONIC) < limit
      Vce.heartbeat
      piece = unsent.byteslice(sent, 1 << 16)
      count = piece.empty? ? 0 : peer.write_nonblock(piece, exception: false)
      patience = count.is_a?(Integer) ? 0 : patience + 1
      sent += count if count.is_a?(Integer)
      next unless sent == unsent.bytesize || patience > 200 || !back_to.equal?(peer)

      data = back_to.read_nonblock(1 << 20, exception: false)
      next if data == :wait_readable
      break unless data

      back << data
    end
    back
  end

  def test_an_echo_server_with_safety_read_serves_a_peer_that_sends_without_reading
    # It was ended as soon as its answers had no room: 952 of 100,000 lines came back.
    line = "#{'y' * 99}\n"
    [{ safety_read: 50 }, { write_buffer: 16_384, safety_read: 90 }].each do |options|
      server = Vce::Server.new(HOST, **options)
      server.on(:record) { |connection, data| connection.send(data) }
      assert_equal line * LINES, exchange(peer(server), line)
      server.close
    end
  end

  def test_without_safety_read_such_a_peer_is_ended
    server = RecordingServer.new(write_buffer: 1000)
    server.on(:record) { |connection, data| connection.send(data) }
    peer(server).write("#{'y' * 99}\n" * 2000)
    wait { server.errors.any? }
    assert_instance_of Vce::FullError, server.errors[0][1]
  end
end

class TestSettings < LibraryTest
  def test_a_port_in_use
    server = RecordingServer.new
    error = assert_raises(Vce::BindError) { RecordingServer.new(server.port) }
    assert_equal Vce::Raw::VCE_EBIND, error.code
    assert_includes error.message, "VCE_EBIND"
  end

  def test_an_address_that_is_none
    error = assert_raises(Vce::BindError) { Vce::Server.new("256.256.256.256") }
    assert_equal "VCE_EIPADDR", error.name
  end

  def test_impossible_settings
    error = assert_raises(Vce::Error) { Vce::Client.new(read_buffer: 0) }
    assert_equal "VCE_EARRAY", error.name
    error = assert_raises(Vce::Error) { Vce::Server.new(HOST, max_per_address: -1) }
    assert_equal "VCE_ERANGE", error.name
    assert_raises(RangeError) { Vce::Server.new(HOST, 65_536) }
    assert_raises(RangeError) { Vce::Client.new.connect(HOST, 0) }
    assert_raises(ArgumentError) { Vce::Client.new.connect("nul\0", 1) }
    assert_raises(ArgumentError) { Vce::Client.new(framing: :morse) }
    assert_raises(ArgumentError) { Vce::Client.new(framing: nil) }
    assert_raises(TypeError) { Vce::Client.new(idle_timeout: 0.5) }
    assert_raises(ArgumentError) { Vce::Client.new(no_such_option: 1) }
    assert_raises(ArgumentError) { Vce::Client.new.on(:accept) { nil } }
    assert_raises(ArgumentError) { Vce::Client.new.on(:record) }
  end

  def test_a_context_that_cannot_be_completed_is_closed
    [{ records_per_heartbeat: nil }, { max_record: 1 << 40 }, { hiwater: nil },
     { accepts_per_minute: nil }, { max_per_address: nil }].each do |wrong|
      before = Vce.stats[:tcpcontext_cleanup]
      assert_raises(TypeError, NoMethodError, RangeError) { Vce::Server.new(HOST, **wrong) }
      assert_equal before + 1, Vce.stats[:tcpcontext_cleanup], wrong
    end
  end

  def test_too_many_connections_and_contexts
    server = RecordingServer.new
    client = Vce::Client.new(max_connections: 1)
    client.connect(HOST, server.port)
    assert_raises(Vce::FullError) { client.connect(HOST, server.port) }
    Vce.finalize
    Vce.init(max_contexts: 1)
    kept = Vce::Client.new
    assert_raises(Vce::FullError) { Vce::Client.new }
    Vce.finalize
    assert_predicate kept, :closed?
    assert_raises(Vce::Error) { Vce.init(max_connections: 1 << 30) }
  end

  def test_a_source_address
    server = RecordingServer.new
    client = RecordingClient.new
    client.source = "127.0.0.2"
    _, other = pair(server, client)
    assert_equal "127.0.0.2", other.remote[0]
    assert_raises(Vce::BindError) { client.source = "localhost" }
  end

  def test_another_thread_is_refused
    server = RecordingServer.new
    connection, = pair(server, RecordingClient.new)
    calls = [-> { Vce.heartbeat }, -> { connection.close }, -> { connection.send("x") },
             -> { server.close }, -> { RecordingClient.new }, -> { Vce.run }, -> { Vce.finalize }]
    Thread.new do
      calls.each { |call| assert_raises(ThreadError, &call) }
    end.join
    refute connection.closed? || server.closed?
  end

  def test_a_child_process_goes_on_by_itself
    server = RecordingServer.new
    child = fork do
      connection, = pair(server, RecordingClient.new)
      connection.send("in the child")
      wait { server.records == ["in the child"] }
      exit!(0)
    ensure
      exit!(1)
    end
    assert_equal 0, Process.wait2(child)[1].exitstatus
  end
end

class TestLogging < LibraryTest
  # As a Logger, but it keeps what it gets.
  class Keeper
    attr_reader :lines

    def initialize
      @lines = []
    end

    def add(severity, message, program)
      @lines << [severity, message, program]
      raise "full" if message == "fail"
    end
  end

  def teardown
    Vce.log_to(nil)
    super
  end

  def test_messages_go_to_a_logger
    keeper = Keeper.new
    Vce.log_to(keeper)
    Vce::Raw.vce_errout0("Warning:4101 something\n")
    Vce::Raw.vce_errout0("plain \xff text\n")
    Vce::Raw.vce_errout0_v("verbose\n")
    assert_equal [[2, "Warning:4101 something", "vce"], [1, "plain \\xFF text", "vce"]],
                 keeper.lines
    Vce.log_to(keeper, verbosity: 1)
    Vce::Raw.vce_errout0_v("verbose\n")
    assert_equal [1, "verbose", "vce"], keeper.lines.last
  end

  def test_a_logger_that_fails_is_reported
    Vce.log_to(Keeper.new)
    _, errors = capture_io { Vce::Raw.vce_errout0("fail\n") }
    assert_equal "vce: the logger failed: full\n", errors
  end

  def test_a_logger_gets_the_reports_of_failed_callbacks
    keeper = Keeper.new
    Vce.log_to(keeper)
    server = Vce::Server.new(HOST).on(:record) { raise "on purpose" }
    failing = peer(server)
    failing.write("x\n")
    assert ended?(failing)
    severity, message, = keeper.lines.find { |line| line[1].include?("on purpose") }
    assert_equal 3, severity
    assert_includes message, "RuntimeError"
  end
end
