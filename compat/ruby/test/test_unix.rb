# frozen_string_literal: true

# Unix sockets, and sockets that the program has: no program could use either.

require_relative "support"
require "tmpdir"

class UnixServer < Vce::Server
  include Recording

  def on_accept(connection)
    @accepted << connection
    super
  end
end

class TestUnixSockets < LibraryTest
  def setup
    super
    @folder = Dir.mktmpdir
    @name = "unix:#{@folder}/socket"
  end

  def teardown
    super
    Dir.rmdir(@folder) # nothing is left in it
  end

  def test_both_ends_talk_and_have_the_address_of_the_server
    server = UnixServer.new(@name)
    connection = RecordingClient.new.connect(@name)
    connection.send("hello")
    wait { server.records.any? }
    assert_equal ["hello"], server.records
    assert_equal [@name, 0], connection.remote
    assert_equal [@name, 0], connection.local
    assert_equal [@name, 0], server.accepted.first.remote
    assert_equal 0, server.port
  end

  def test_each_end_knows_the_other
    server = UnixServer.new(@name)
    client = RecordingClient.new
    connection = client.connect(@name)
    wait { server.accepted.any? }
    me = [Process.pid, Process.euid, Process.egid]
    assert_equal me, connection.peer_credentials
    assert_equal me, server.accepted.first.peer_credentials
    tcp = client.connect(HOST, RecordingServer.new.port)
    assert_equal Vce::Raw::VCE_ESUPPORT, assert_raises(Vce::Error) { tcp.peer_credentials }.code
  end

  def test_nobody_there_and_names_that_cannot_be
    client = RecordingClient.new
    assert_match(/No such file/, assert_raises(Vce::ConnectError) { client.connect(@name) }.message)
    problem = assert_raises(Vce::ConnectError) { client.connect("unix:relative") }
    assert_match(%r{begins with /}, problem.message)
    assert_raises(RangeError) { client.connect(HOST) }
  end
end

class TestAdopting < LibraryTest
  def test_a_server_of_a_socket_that_listens
    listening = TCPServer.new(HOST, 0)
    port = listening.addr[1]
    server = UnixServer.new(listener: listening)
    assert_equal port, server.port
    RecordingClient.new.connect(HOST, port).send("hello")
    wait { server.records.any? }
  end

  def test_what_does_not_listen_stays_the_programs
    idle = Socket.new(:INET, :STREAM)
    problem = assert_raises(Vce::Error) { UnixServer.new(listener: idle) }
    assert_equal Vce::Raw::VCE_EINVAL, problem.code
    idle.close
    assert_raises(TypeError) { UnixServer.new(listener: "3") }
  end

  def test_a_connection_of_a_pair
    client = RecordingClient.new
    mine, other = UNIXSocket.pair
    connection = client.adopt(mine)
    assert_equal mine.fileno, connection.fileno
    connection.send("hello")
    other.write("welcome\n")
    wait { client.records.any? }
    assert_equal "hello\n", other.gets
    assert_equal ["welcome"], client.records
    other.close
    wait { client.reasons.any? }
  end

  def test_one_that_finds_no_room_comes_back
    client = Vce::Client.new(max_connections: 0)
    mine, other = UNIXSocket.pair
    assert_raises(Vce::FullError) { client.adopt(mine) }
    mine.puts("still mine")
    assert_equal "still mine\n", other.gets
    [mine, other].each(&:close)
  end
end
