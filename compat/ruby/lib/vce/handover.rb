# frozen_string_literal: true

# What a program gives to the heartbeat: blocks of other threads, timers, and wake-ups.
module Vce
  # A timer, as {Vce.after} and {Vce.every} give it. It runs also if nobody keeps it.
  class Timer
    # @api private
    def initialize(repeats, block)
      @repeats = repeats
      @block = block
    end

    # @api private
    attr_writer :id

    # It will call its block (again): neither stopped nor, if it runs once, over.
    def running?
      !@id.nil? && STATE.timers[@id].equal?(self)
    end

    # Calls its block no more. It may be called more than once, also by the block.
    # @return [void]
    def stop
      return unless running?

      STATE.check_thread
      STATE.timers.delete(@id)
      Raw.vce_timer_stop(@id)
    end

    # @api private
    def run
      STATE.timers.delete(@id) unless @repeats
      @block.call
    end

    def inspect
      "#<#{self.class} #{running? ? 'running' : 'ended'}>"
    end
  end

  # The C callbacks of posted blocks and timers.
  # @api private
  module Handover
    LONGEST = 100 * 365 * 86_400 # seconds
    SHORTEST = 0.000001

    RUN_POSTED = FFI::Function.new(:void, [:pointer]) do |key|
      Callbacks.run("a posted block failed") { STATE.posted.delete(key.address)&.call }
    end

    RUN_TIMER = FFI::Function.new(:void, %i[int pointer]) do |id, _|
      Callbacks.run("the block of a timer failed") { STATE.timers[id]&.run }
    end

    @keys = 0
    @lock = Mutex.new

    class << self
      def post(block)
        key = @lock.synchronize { @keys += 1 }
        STATE.posted[key] = block
        result = Raw.vce_post(RUN_POSTED, FFI::Pointer.new(key))
        STATE.posted.delete(key) if result.negative?
        Error.check("vce_post", result)
      end

      def start(seconds, repeats, block)
        raise ArgumentError, "no block is given" unless block

        Checks.patience("seconds", seconds)
        least = repeats ? SHORTEST : 0
        unless seconds.between?(least, LONGEST)
          raise RangeError, "seconds #{seconds} is outside #{least} to #{LONGEST}"
        end
        STATE.check_thread
        timer = Timer.new(repeats, block)
        microseconds = (seconds * 1_000_000).round
        id = Raw.vce_timer_start(microseconds, repeats ? 1 : 0, RUN_TIMER, nil)
        timer.id = Error.check("vce_timer_start", id)
        STATE.timers[id] = timer
      end
    end
  end
  private_constant :Handover

  class << self
    # Has a block called by the next heartbeat. To be called by any thread, not by signal handlers.
    #
    # It is how other threads hand work to the one that uses the library: they may call nothing else
    # but this, {wake} and {stop}. Blocks run in the order of posting, on the thread of the library; a
    # {run} that sleeps wakes up for them. What they post runs in the heartbeat after. An exception of
    # one is reported, as those of `on_error`. What still waits at {finalize} is dropped; in a child
    # after fork, what was posted before.
    #
    # @return [void]
    # @raise [FullError] 4096 blocks wait already
    # @raise [Error] the library is not initialised (VCE_EINVAL)
    def post(&block)
      raise ArgumentError, "no block is given" unless block

      Handover.post(block)
      nil
    end

    # Ends the sleep of a {run}, so that it calls a heartbeat and asks its block at once. It may be
    # called anywhere: in callbacks, signal handlers and other threads. If nothing sleeps, the next
    # sleep is left out.
    #
    # @return [void]
    def wake
      Raw.vce_wake
      nil
    end

    # Has a heartbeat call a block once, when so many seconds have passed. An exception of it is
    # reported, as those of `on_error`. {finalize} ends all timers.
    #
    # @param seconds [Numeric] 0 to 3153600000 (100 years), in steps of a microsecond; 0: the next
    #   heartbeat
    # @return [Timer]
    # @raise [RangeError] the number is outside this range
    # @raise [ThreadError] the library is not initialised, or belongs to another thread
    def after(seconds, &block)
      Handover.start(seconds, false, block)
    end

    # Has heartbeats call a block again and again, first when so many seconds have passed. The times
    # are multiples of the interval, without drift; those that the program was too late for are left
    # out. An exception is reported and ends nothing.
    #
    # @param seconds [Numeric] 0.000001 to 3153600000 (100 years)
    # @return [Timer]
    # @raise [RangeError] the number is outside this range
    # @raise [ThreadError] the library is not initialised, or belongs to another thread
    def every(seconds, &block)
      Handover.start(seconds, true, block)
    end
  end
end
