# frozen_string_literal: true

# Numbers that C would cut are refused, with the name of the argument and its range.

require "json"
require_relative "support"

class TestNumbers < LibraryTest
  TOO_LARGE = [2**31, 2**32, 2**32 + 5, 2**64, -2**31 - 1].freeze

  def refused(name, values = TOO_LARGE)
    values.each do |value|
      error = assert_raises(RangeError, "#{name}: #{value}") { yield value }
      assert_match(/\A#{name} #{value} is outside -?\d+ to \d+\z/, error.message)
    end
    [1.0, "1", :one].each do |value|
      assert_includes assert_raises(TypeError) { yield value }.message, name
    end
  end

  def test_of_contexts
    # A size of -1 was one of 2**64 - 1, and a limit of 1.9 one of 1.
    made = Vce.stats[:tcpcontext_create]
    %i[max_connections read_buffer write_buffer safety_read idle_timeout].each do |name|
      refused(name.to_s) { |value| Vce::Server.new(HOST, **{ name => value }) }
      refused(name.to_s) { |value| Vce::Client.new(**{ name => value }) }
    end
    refused("port", [-1, 65_536, 2**32]) { |value| Vce::Server.new(HOST, value) }
    assert_equal made, Vce.stats[:tcpcontext_create]
    %i[records_per_heartbeat max_record hiwater accepts_per_minute max_per_address].each do |name|
      refused(name.to_s) { |value| Vce::Server.new(HOST, **{ name => value }) }
    end
  end

  def test_negative_ones
    %i[max_connections read_buffer write_buffer safety_read records_per_heartbeat max_record
       hiwater accepts_per_minute].each do |name|
      error = assert_raises(RangeError) { Vce::Server.new(HOST, **{ name => -1 }) }
      assert_includes error.message, "#{name} -1 is outside 0 to "
    end
  end

  def test_of_everything_else
    server = RecordingServer.new
    client = RecordingClient.new
    connection, = pair(server, client)
    refused("port", [0, -1, 65_536, 2**32]) { |value| client.connect(HOST, value) }
    refused("idle_timeout") { |value| connection.idle_timeout = value }
    refused("verbosity") { |value| Vce.log_to(nil, verbosity: value) }
    refused("max_connections") { |value| Vce.init(max_connections: value) }
    refused("max_contexts") { |value| Vce.init(max_contexts: value) }
    assert connection.alive? && !connection.closed?
  end

  def test_the_greatest_ones_are_taken
    most = 2**31 - 1
    server = Vce::Server.new(HOST, idle_timeout: most, accepts_per_minute: most, hiwater: most,
                                   records_per_heartbeat: most, max_record: most, safety_read: 100,
                                   max_per_address: most)
    peer(server).write("x\n")
    wait { server.size == 1 }
    server.each { |connection| connection.idle_timeout = most }
    Vce.run(timeout: 0.05)
    assert_equal 1, server.size
  end

  MODEL = JSON.parse(File.read(File.expand_path("../../model/model.json", __dir__)))
  RANGES = {
    "char" => -128..255, "short" => -2**15..2**15 - 1, "ushort" => 0..2**16 - 1,
    "int" => -2**31..2**31 - 1, "uint" => 0..2**32 - 1, "int64" => -2**63..2**63 - 1,
    "size_t" => 0..2**64 - 1, "time_t" => -2**63..2**63 - 1
  }.freeze

  def test_every_number_of_every_function_of_the_thin_layer
    checked = 0
    MODEL["functions"].each do |f|
      f["parameters"].each_with_index do |p, n|
        range = RANGES[p["type"]["name"]]
        next if range.nil? || p["type"]["pointers"].positive?

        [range.begin - 1, range.end + 1].each do |value|
          # All others are NULL or 0; the number is refused before the call.
          arguments = f["parameters"].map { |other| nothing(other["type"]) }
          arguments[n] = value
          error = assert_raises(RangeError, f["name"]) { Vce::Raw.__send__(f["name"], *arguments) }
          assert_equal "#{p['name']} #{value} is outside #{range.begin} to #{range.end}",
                       error.message, f["name"]
        end
        assert_raises(TypeError) do
          arguments = f["parameters"].map { |other| nothing(other["type"]) }
          arguments[n] = 1.5
          Vce::Raw.__send__(f["name"], *arguments)
        end
        checked += 1
      end
    end
    assert_operator checked, :>, 100
  end

  def nothing(type)
    return if type["pointers"].positive? || %w[callback tcpcontext_t va_list].include?(type["name"])

    type["name"] == "conn_t" ? Vce::Raw::Conn.new : 0
  end
end
