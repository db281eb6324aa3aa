# frozen_string_literal: true

module Vce
  # What the layer knows about the library; one per process, as the library itself.
  # @api private
  class State
    # @return [Thread, nil] the one that may use the library; nil: it is not initialised
    attr_accessor :thread
    # @return [Boolean] a heartbeat is at work
    attr_accessor :beating
    # @return [Exception, nil] to be raised when the heartbeat is over
    attr_accessor :interrupt
    # @return [Hash{Integer => Context}] open contexts by the address of their handle
    attr_reader :contexts
    # @return [Hash{Integer => Connection}] by serial
    attr_reader :connections
    # @return [Array<Connection>] non-blocking connects that have not succeeded yet
    attr_reader :connecting
    # @return [Hash{Integer => Proc}] blocks that were posted and that no heartbeat has run yet
    attr_reader :posted
    # @return [Hash{Integer => Timer}] those that run, by id
    attr_reader :timers

    def initialize
      @beating = false
      @contexts = {}
      @connections = {}
      @connecting = []
      @posted = {}
      @timers = {}
    end

    def initialized?
      !@thread.nil?
    end

    # The library belongs to the thread that initialised it.
    # @raise [ThreadError]
    def check_thread
      return if Thread.current.equal?(@thread)

      raise ThreadError, "libvce is not initialised" unless initialized?

      raise ThreadError, "libvce is used by another thread than the one that initialised it"
    end

    # @raise [Exception] what came up in a callback, or a signal
    def raise_interrupt
      return unless (interrupt = @interrupt)

      @interrupt = nil
      raise interrupt
    end

    # Forgets everything that the library has ended.
    def clear
      @thread = nil
      @connections.each_value(&:mark_gone)
      @contexts.each_value(&:forget)
      [@connections, @contexts, @connecting, @posted, @timers].each(&:clear)
    end
  end

  STATE = State.new
  private_constant :STATE
end
