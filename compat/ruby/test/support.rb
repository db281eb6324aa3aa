# frozen_string_literal: true

# What the tests share: a library that starts and ends with each test, and pairs of connections.

require "ffi"
require "minitest"
require "socket"

# What the thin layer binds, as it was told to ffi.
module Bound
  FUNCTIONS = {}
  CALLBACKS = {}

  def attach_function(name, parameters, result, options = {})
    FUNCTIONS[name.to_s] ||= [parameters, result, options]
    super
  end

  def callback(name, parameters, result)
    CALLBACKS[name.to_s] = [parameters, result]
    super
  end
end
FFI::Library.prepend(Bound)

$LOAD_PATH.unshift(File.expand_path("../lib", __dir__))
require "vce"

HOST = "127.0.0.1"
DEADLINE = 60 # seconds

# Contexts that remember what happened to them.
module Recording
  attr_reader :records, :reasons, :accepted, :connected_ones, :errors

  def initialize(*args, **options)
    @records = []
    @reasons = []
    @accepted = []
    @connected_ones = []
    @errors = []
    super
  end

  def on_record(connection, data)
    @records << data
    super
  end

  def on_close(connection, reason)
    @reasons << reason
    super
  end

  def on_error(connection, problem)
    @errors << [connection, problem]
    super if @handlers[:error]
  end
end

class RecordingServer < Vce::Server
  include Recording

  def initialize(port = 0, **options)
    super(HOST, port, **options)
  end

  def on_accept(connection)
    @accepted << connection
    super
  end
end

class RecordingClient < Vce::Client
  include Recording

  def on_connect(connection)
    @connected_ones << connection
    super
  end
end

# Each test begins without contexts; whatever it leaves is released.
class LibraryTest < Minitest::Test
  def setup
    Vce.init
    Vce::Raw.vce_set_verbose_mode(-1)
    @peers = []
  end

  def teardown
    Vce.finalize
    @peers.each(&:close)
  end

  def wait(timeout = DEADLINE, &condition)
    assert Vce.run(timeout: timeout, &condition), "gave up waiting"
  end

  # A connection and its other end.
  def pair(server, client)
    before = server.accepted.size
    connection = client.connect(HOST, server.port)
    wait { server.accepted.size > before && connection.connected? }
    [connection, server.accepted.last]
  end

  # A plain socket connected to the server.
  def peer(server)
    @peers << TCPSocket.new(HOST, server.port)
    @peers.last
  end

  # Whether the plain socket reads the end of the stream next; heartbeats run meanwhile.
  def ended?(peer)
    seen = :wait_readable
    wait do
      seen = peer.read_nonblock(1, exception: false) if seen == :wait_readable
      seen != :wait_readable
    rescue Errno::ECONNRESET
      seen = nil
      true
    end
    seen.nil?
  end

  # Runs a program with this library and sends it a signal after its first line; what it printed
  # then, and its status. It is killed when it takes too long.
  def interrupted(program, *arguments)
    lib = File.expand_path("../lib", __dir__)
    command = [RbConfig.ruby, "-w", "-I", lib, "-e", program, *arguments]
    IO.popen(command, err: %i[child out]) do |child|
      watch = Thread.new { sleep 20; Process.kill(:KILL, child.pid) }
      child.gets
      Process.kill(:INT, child.pid)
      output = child.read
      watch.kill
      child.close
      [output, $?.exitstatus]
    end
  end
end
