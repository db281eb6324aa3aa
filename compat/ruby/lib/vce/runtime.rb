# frozen_string_literal: true

# The one library of the process: its lifetime, its heartbeat, and waiting for work.
module Vce
  # Seconds after which `run` asks its block again while nothing happens: at first, and at most.
  FIRST_PAUSE = 0.05
  LONGEST_PAUSE = 1.0
  # Bytes; vce_get_counters_string() says that 8192 are enough.
  METRICS_SIZE = 16_384
  # Thread#raise, Thread#kill and Timeout strike between heartbeats, not inside of callbacks: they
  # would have to jump over the library.
  LATER = { Object => :never }.freeze
  private_constant :FIRST_PAUSE, :LONGEST_PAUSE, :METRICS_SIZE, :LATER

  # The calls that keep the interpreter lock: they never wait here, see Vce.run.
  # @api private
  module Beat
    extend FFI::Library
    ffi_lib Raw.path
    attach_function :vce_heartbeat, [], :void
    attach_function :vce_drain, [:int], :int # likewise with 0 seconds
  end
  private_constant :Beat

  @stopped = false
  @sleeper = nil

  class << self
    # Starts the library for the calling thread. The first Server or Client does it by itself.
    #
    # Limits cost nothing until they are used. If the library runs already, nothing changes.
    #
    # @param max_connections [Integer] connections of the whole process, up to 16,777,216
    # @param max_contexts [Integer] servers and clients that may exist at once
    # @return [void]
    # @raise [Error] no memory or no descriptors (VCE_EMEM), or a limit is too large (VCE_EARRAY)
    # @raise [RangeError] a limit is outside -2147483648 to 2147483647
    def init(max_connections: 100_000, max_contexts: 64)
      Checks.number("max_connections", max_connections, Checks::INT)
      Checks.number("max_contexts", max_contexts, Checks::INT)
      return if STATE.initialized?

      limits = Raw::VceLimit.new
      Raw.vce_limit_clear(limits)
      limits[:max_conn] = max_connections
      limits[:max_tcpcontext] = max_contexts
      Error.check("vce_initialize_limited", Raw.vce_initialize_limited(limits))
      STATE.thread = Thread.current
    end

    # Ends the library at once. Connections are cut, unsent output is lost, no callback is called.
    #
    # @return [void]
    # @raise [Error] called inside a callback (VCE_EFINALIZE)
    def finalize
      return unless STATE.initialized?

      STATE.check_thread
      result = Raw.vce_finalize
      # It may complain and yet have done it.
      Error.check("vce_finalize", result) if Raw.vce_get_wait_fd >= 0
      STATE.clear
      @stopped = false
    end

    # Does one round of network work without waiting; all callbacks run in here.
    #
    # Inside a callback it does nothing. Interrupt and SystemExit that came up in a callback are
    # raised again here.
    #
    # @return [void]
    def heartbeat
      STATE.check_thread
      within_library { Beat.vce_heartbeat } unless STATE.beating
    end

    # Calls heartbeats, and sleeps while there is nothing to do. Other threads run meanwhile.
    #
    # @param timeout [Numeric, nil] seconds after which to give up; nil: never
    # @yield asked before the first and after every heartbeat; while nothing happens also after 0.05
    #   seconds and then ever more rarely, up to once a second; without a block: for ever
    # @return [Boolean] whether the block was true: false after `timeout` or {stop}
    # @raise [ThreadError] called inside a callback, where no heartbeat can do anything; or by
    #   another thread than that of the library
    def run(timeout: nil, &block)
      check_outside("run")
      Checks.seconds("timeout", timeout)
      return true if block&.call

      done = Signals.kept { beat(timeout, block) }
      STATE.raise_interrupt
      done
    end

    # Ends the {run} that is going on, or else the next one. It may be called anywhere: in
    # callbacks, signal handlers and other threads.
    #
    # @return [void]
    def stop
      @stopped = true
      wake
    end

    # Ends the sleep of a {run}.
    # @api private
    def wake
      @sleeper&.wake
    end

    # Calls heartbeats until every connection is gone that was closed or whose context is closed; the
    # others go on. To end all of them before the program ends, there is {shutdown}.
    #
    # @param timeout [Numeric, nil] seconds after which to give up; what is unsent then stays queued
    # @return [Boolean] true when they are gone, false after `timeout` or {stop}
    def drain(timeout = 5)
      run(timeout: timeout) do
        STATE.connections.each_value.none? { |c| c.closed? || c.context.closed? }
      end
    end

    # Ends all connections in good order, for a program that is about to end.
    #
    # Closes every server and client, so that no peer connects any more, and calls heartbeats until
    # all that was sent has arrived, `on_close` was called for all, and the peers have the end of the
    # stream; or until the time is over. What is left then is cut off: its `on_close` gets the reason
    # `:timeout`. {stop} ends the waiting early; one that came before does not.
    #
    # @param timeout [Numeric] the longest time that it takes, in seconds, 0 or more
    # @return [Integer] how many connections were cut off; 0: every peer has everything
    # @raise [ThreadError] called inside a callback
    def shutdown(timeout = 5)
      return 0 unless STATE.initialized?

      check_outside("shutdown")
      Checks.patience("timeout", timeout)
      @stopped = false
      run(timeout: timeout) { close_all }
      Error.check("vce_drain", within_library { Beat.vce_drain(0) })
    end

    # @return [Integer] the descriptor that is readable when a heartbeat is due; the library owns it
    def fileno
      Error.check("vce_get_wait_fd", Raw.vce_get_wait_fd)
    end

    # @return [Float] seconds, 0 to 60, after which a heartbeat is due even if {fileno} is not
    #   readable
    def wait_time
      Error.check("vce_get_wait_time", Raw.vce_get_wait_time) / 1000.0
    end

    # @return [Hash{Symbol => Integer}] counters of the process: the fields of {Raw::VceStat}
    def stats
      values = Raw::VceStat.new
      Raw.vce_get_stat(values)
      to_hash(values)
    end

    # @return [Hash{Symbol => Integer}] for operating a server: the fields of {Raw::VceCounters}
    def counters
      values = Raw::VceCounters.new
      Error.check("vce_get_counters", Raw.vce_get_counters(values, values.size))
      to_hash(values)
    end

    # @return [String] all counters as text that a Prometheus server reads
    def metrics
      FFI::MemoryPointer.new(METRICS_SIZE) do |text|
        Error.check("vce_get_counters_string", Raw.vce_get_counters_string(text, METRICS_SIZE))
        return text.read_string
      end
    end

    # @api private
    def to_hash(struct)
      struct.members.to_h { |name| [name, struct[name]] }
    end

    private

    def check_outside(name)
      STATE.check_thread
      raise ThreadError, "Vce.#{name} inside a callback" if STATE.beating
    end

    # Yields for a call of the library that runs callbacks.
    def within_library
      begin
        STATE.beating = true
        result = Thread.handle_interrupt(LATER) do
          value = yield
          announce_connected unless STATE.connecting.empty?
          value
        end
      ensure
        STATE.beating = false
      end
      STATE.raise_interrupt
      result
    end

    # Closes all contexts, also those that a callback has made meanwhile; whether all is over.
    def close_all
      STATE.contexts.values.each(&:close)
      STATE.connections.empty? && lingering.zero?
    end

    # Sockets of connections that are gone, whose peers have not ended the stream yet.
    def lingering
      metrics[/^vce_lingering_sockets (\d+)$/, 1].to_i
    end

    def beat(timeout, block)
      deadline = timeout && now + timeout
      pause = FIRST_PAUSE
      outer = @sleeper
      @sleeper = sleeper = Sleeper.new
      loop do
        heartbeat
        return true if block&.call
        return @stopped = false if @stopped

        rest = deadline && deadline - now
        return false if rest && rest <= 0

        woken = sleeper.wait([wait_time, (pause if block), rest].compact.min)
        pause = woken ? FIRST_PAUSE : [2 * pause, LONGEST_PAUSE].min
      end
    ensure
      @sleeper = outer
      sleeper&.close
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end

    # The library tells by the room in the write buffer that a connect has succeeded.
    def announce_connected
      STATE.connecting.reject! { |connection| !connection.alive? || connection.connected? }
      STATE.connecting.dup.each do |connection|
        next unless connection.alive? && !connection.closed? && connection.established?

        STATE.connecting.delete(connection)
        connection.context.connected(connection)
      end
    end
  end
end
