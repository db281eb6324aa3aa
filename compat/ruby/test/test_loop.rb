# frozen_string_literal: true

# The loop: it sleeps until there is work, reacts at once, and ends when it is told to.

require "timeout"
require_relative "support"

class TestLoop < LibraryTest
  # The process that started the tests may have had signals ignored.
  def setup
    super
    @handlers = %w[INT TERM HUP].to_h { |name| [name, trap(name, "DEFAULT")] }
  end

  def teardown
    super
    @handlers.each { |name, handler| trap(name, handler) }
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  # A run that `stop` has to end, not the deadline.
  def run_until_stopped(&block)
    start = now
    refute Vce.run(timeout: DEADLINE, &block)
    assert_operator now - start, :<, DEADLINE / 2
  end

  def test_thousand_round_trips_need_no_timer
    server = RecordingServer.new.on(:record) { |connection, data| connection.send(data) }
    client = RecordingClient.new
    client.on(:record) { |connection, data| data == "1000" ? Vce.stop : connection.send(data.succ) }
    pair(server, client)[0].send("1")
    run_until_stopped # late ones would take minutes
    assert_equal "1000", client.records.last
  end

  def test_an_idle_program_sleeps
    pair(RecordingServer.new(idle_timeout: nil), RecordingClient.new)
    Vce.run(timeout: 0.1)
    beats = 0
    counting = Module.new { define_method(:heartbeat) { beats += 1; super() } }
    Vce.singleton_class.prepend(counting)
    used = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
    refute Vce.run(timeout: 1)
    used = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - used
    counting.remove_method(:heartbeat)
    assert_operator beats, :<=, 3
    assert_operator used, :<, 0.2
  end

  def test_an_idle_program_with_a_condition_does_not_poll
    # It woke up ten times a second.
    Vce.run(timeout: 0.1)
    asked = 0
    refute(Vce.run(timeout: 2) { (asked += 1).zero? })
    assert_operator asked, :<=, 10
    changed = false
    changer = Thread.new { sleep 0.2; changed = true }
    wait { changed } # nothing else happens
    changer.join
  end

  def test_other_threads_run_while_it_sleeps
    count = 0
    counter = Thread.new { 1000.times { count += 1; Thread.pass }; Vce.stop }
    run_until_stopped
    counter.join
    assert_equal 1000, count
  end

  def test_timeouts_that_are_none
    assert_raises(RangeError) { Vce.run(timeout: Float::NAN) }
    assert_raises(TypeError) { Vce.run(timeout: "1") }
    assert Vce.run(timeout: Float::INFINITY) { true }
    refute Vce.run(timeout: -1)
  end

  def test_timeout_and_block
    start = now
    refute Vce.run(timeout: 0.05)
    assert_operator now - start, :>=, 0.05
    refute Vce.run(timeout: 0)
    assert Vce.run { true }
    count = 0
    assert(Vce.run { (count += 1) == 3 })
    assert_equal 3, count
  end

  def test_idle_limits_strike_in_time
    server = RecordingServer.new
    connection, = pair(server, RecordingClient.new)
    start = now
    connection.idle_timeout = 1
    wait { !connection.alive? }
    assert_equal :timeout, connection.reason
    assert_operator now - start, :<, 4
  end

  def test_stop_in_a_callback_and_before_a_run
    server = RecordingServer.new.on(:record) { Vce.stop }
    peer(server).write("x\n")
    run_until_stopped
    Vce.stop
    run_until_stopped
    refute Vce.run(timeout: 0)
    Vce.stop
    Vce.finalize
    Vce.init
    assert(Vce.run(timeout: 1) { (@asked = (@asked || 0) + 1) > 2 })
  end

  def test_stop_in_another_thread_wakes_the_loop_up
    stopper = Thread.new { sleep 0.05; Vce.stop }
    run_until_stopped
    stopper.join
  end

  def test_a_run_inside_of_the_block_of_a_run
    stopper = nil
    start = now
    run_until_stopped do
      next if stopper

      refute Vce.run(timeout: 0.01)
      Vce.stop
      run_until_stopped # the inner one is stopped, the outer one goes on
      stopper = Thread.new { sleep 0.05; Vce.stop }
      false
    end
    assert_operator now - start, :>=, 0.05
    stopper.join
  end

  def test_drain_inside_a_callback_is_refused_and_stop_ends_it
    server = RecordingServer.new(write_buffer: 1 << 24)
    seen = nil
    server.on(:record) { seen = assert_raises(ThreadError) { Vce.drain } }
    peer(server).write("x\n") # it does not read
    wait { seen }
    server.accepted[0].send("x" * ((1 << 24) - 1))
    server.accepted[0].close
    Vce.stop
    refute Vce.drain(DEADLINE)
    server.accepted[0].abort
    assert Vce.drain(DEADLINE)
  end

  FORKING = <<~RUBY
    require "vce"
    require "socket"
    spare = Array.new(8) { File.open("/dev/null") }
    child = :none
    server = Vce::Server.new("127.0.0.1")
    server.on(:record) { |_, line| line == "go" ? child = fork : Vce.stop }
    peer = TCPSocket.new("127.0.0.1", server.port)
    peer.write("go\n")
    spare.each(&:close) # so that the child's descriptor has another number
    rounds = 0
    used = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
    ended = Vce.run(timeout: 1.5) { (rounds += 1).zero? }
    used = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - used
    abort "not forked" if ended || child == :none
    if child.nil?
      abort "the child is busy: \#{rounds} rounds, \#{used} s" if rounds > 30 || used > 0.7
      Thread.new { sleep 0.05; Vce.stop }
      Vce.run
      exit!(0)
    end
    Process.wait(child)
    Thread.new { sleep 0.05; Vce.stop }
    Vce.run
    puts $?.exitstatus
  RUBY

  def test_parent_and_child_go_on_in_the_run_that_forked
    # The child watched a descriptor that was closed: Errno::EBADF.
    lib = File.expand_path("../lib", __dir__)
    output = IO.popen([RbConfig.ruby, "-w", "-I", lib, "-e", FORKING], err: %i[child out], &:read)
    assert_equal "0\n", output
  end

  def test_stop_in_a_signal_handler
    before = trap(:USR1) { Vce.stop }
    sender = Thread.new { sleep 0.05; Process.kill(:USR1, Process.pid) }
    run_until_stopped
    sender.join
  ensure
    trap(:USR1, before)
  end

  def test_timeouts_get_through_a_sleeping_loop_and_a_busy_one
    assert_raises(Timeout::Error) { Timeout.timeout(0.05) { Vce.run } }
    finished = 0
    server = RecordingServer.new.on(:record) do |connection, data|
      connection.send(data)
      sleep 0.01
      finished += 1
    end
    client = RecordingClient.new.on(:record) { |connection, data| connection.send(data) }
    connection, = pair(server, client)
    connection.send("0")
    5.times { assert_raises(Timeout::Error) { Timeout.timeout(0.025) { Vce.run(timeout: 2) } } }
    assert_equal finished, server.records.size # none was cut off
    assert_operator finished, :>=, 5
    assert_predicate connection, :alive?
  end

  def test_a_killed_thread_leaves_the_library_in_order
    Vce.finalize
    errors = nil
    thread = Thread.new do
      server = RecordingServer.new.on(:record) { |connection, data| connection.send(data) }
      client = RecordingClient.new.on(:record) { |connection, data| connection.send(data) }
      pair(server, client)[0].send("0")
      begin
        Vce.run
      ensure
        errors = server.errors + client.errors + server.reasons + client.reasons
        Vce.finalize
      end
    end
    sleep 0.1
    thread.kill.join(DEADLINE)
    assert_equal [], errors
  end

  def test_interrupt_and_exit_in_a_callback_get_out_of_the_heartbeat
    [Interrupt, SystemExit].each do |kind|
      server = RecordingServer.new.on(:record) { raise kind, "on purpose" }
      connection, = pair(server, RecordingClient.new)
      connection.send("x")
      assert_raises(kind) { Vce.run(timeout: DEADLINE) }
      assert_empty server.errors
      wait { !connection.alive? }
    end
  end

  def test_a_signal_waits_for_the_end_of_a_callback_and_a_second_one_does_not
    reached = []
    server = RecordingServer.new.on(:record) do |_, data|
      Integer(data).times { |n| Process.kill(:INT, Process.pid); sleep 0.01; reached << n }
    end
    connection, other = pair(server, RecordingClient.new)
    connection.send("1")
    assert_raises(Interrupt) { Vce.run(timeout: DEADLINE) }
    assert_equal [[0], true], [reached, other.alive?]
    connection.send("2")
    assert_raises(Interrupt) { Vce.run(timeout: DEADLINE) }
    assert_equal [0, 0], reached
    wait { !other.alive? }
    assert_empty server.errors
  end

  def test_a_signal_ends_a_sleeping_loop
    %i[INT TERM HUP].each do |name|
      sender = Thread.new { sleep 0.05; Process.kill(name, Process.pid) }
      start = now
      error = assert_raises(SignalException) { Vce.run(timeout: DEADLINE) }
      assert_equal Signal.list[name.to_s], error.signo
      assert_operator now - start, :<, DEADLINE / 2
      sender.join
    end
  end

  def test_handlers_of_the_program_are_left_alone
    seen = 0
    own = proc { seen += 1 }
    before = trap(:INT, own)
    server = RecordingServer.new.on(:record) { Process.kill(:INT, Process.pid) }
    peer(server).write("x\n")
    wait { seen == 1 }
    assert_same own, trap(:INT, before)
    assert_equal before, trap(:INT, before)
    Vce.run(timeout: 0) { trap(:HUP, own) && false }
    assert_same own, trap(:HUP, "DEFAULT")
    Vce.run(timeout: 0)
    assert_equal "DEFAULT", trap(:TERM, "DEFAULT")
  end

  def test_control_c_ends_a_busy_loop_and_a_sleeping_one
    program = <<~RUBY
      require "vce"
      trap("INT", "DEFAULT")
      Vce::Raw.vce_set_verbose_mode(-1)
      server = Vce::Server.new("127.0.0.1").on(:record) { |c, data| c.send(data) }
      client = Vce::Client.new.on(:record) { |c, data| c.send(data) }
      connections = Array.new(Integer(ARGV[0])) { client.connect("127.0.0.1", server.port) }
      connections.each { |connection| connection.send("x") }
      begin
        $stdout.puts "ready"
        $stdout.flush
        Vce.run
      rescue Interrupt
        Vce.finalize
        exit 3
      end
    RUBY
    %w[0 20 20].each { |busy| assert_equal ["", 3], interrupted(program, busy) }
  end

  def test_the_pieces_of_a_loop_of_the_programs_own
    server = RecordingServer.new
    Vce.heartbeat
    assert_includes 0..60, Vce.wait_time
    connecting = peer(server)
    library = IO.for_fd(Vce.fileno, autoclose: false)
    assert IO.select([library], nil, nil, DEADLINE)
    Vce.heartbeat
    assert_equal 1, server.size
    assert connecting
  end
end
