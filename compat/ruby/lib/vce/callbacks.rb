# frozen_string_literal: true

module Vce
  # The C callbacks of the layer: one of each kind for the whole process, which is never released.
  #
  # Each finds the Connection or Context that it is called for, and calls its method. Whatever that
  # does, control comes back here: no exception and no jump gets into the frames of the library.
  #
  # Contexts are made with vce_tcpcontext_create_flat(), so that a connection comes as two integers,
  # `p` and the serial. Of a structure ffi would make an object first, and an Interrupt that strikes
  # in there is lost.
  # @api private
  module Callbacks
    # What a C callback answers to end or refuse a connection, and to go on.
    REFUSE = -1
    GO_ON = 0

    # Exceptions of the program's callbacks that are reported. All others, such as Interrupt and
    # SystemExit, are for the main program: the heartbeat raises them when it is over.
    REPORTED = [StandardError, ScriptError, NoMemoryError, SystemStackError].freeze

    class << self
      # Runs the block, with all that a callback does: a signal can strike anywhere.
      #
      # @param p [Integer, FFI::Pointer] the callback is for this connection, or context
      # @param serial [Integer, nil] of the connection; nil: it is for a context
      # @return [Integer] REFUSE if the block gives `:refuse`, or does not end normally, which is
      #   reported; else GO_ON
      def guard(p, serial, reporting: false)
        problem = :jump
        answer = yield == :refuse ? REFUSE : GO_ON
        problem = nil
      rescue Exception => problem
      ensure
        # An explicit return is what ends a throw, break or return of the block.
        return problem ? failed(p, serial, problem, reporting) : answer
      end

      # The same for what belongs to no connection: a failure is reported and ends nothing.
      def run(what)
        problem = :jump
        yield
        problem = nil
      rescue Exception => problem
      ensure
        return problem && report_free(what, problem)
      end

      # @return [Connection] for a peer that a server has accepted
      def newcomer(p, serial)
        context_of(p, serial).add(handle(p, serial), connected: true)
      end

      def context_of(p, serial)
        context = serial ? Raw.vce_conn_get_tcpcontext(handle(p, serial)) : p
        STATE.contexts.fetch(context.address)
      end

      private

      def handle(p, serial)
        handle = Raw::Conn.new
        handle[:p] = FFI::Pointer.new(p)
        handle[:serial] = serial
        handle
      end

      def failed(p, serial, problem, reporting)
        problem = jump if problem == :jump
        if REPORTED.none? { |kind| kind === problem }
          STATE.interrupt ||= problem
        elsif reporting
          Logs.failure("on_error failed", problem)
        else
          other = other_at_fault(serial, problem)
          other.abort if other && FullError === problem
          guard(p, serial, reporting: true) { report(p, serial, problem, other) }
          return GO_ON if other
        end
        REFUSE
      end

      def report_free(what, problem)
        problem = jump if problem == :jump
        if REPORTED.none? { |kind| kind === problem }
          STATE.interrupt ||= problem
        else
          Logs.failure(what, problem)
        end
        nil
      end

      def jump
        LocalJumpError.new("a callback must not be left by throw, break or return")
      end

      # A peer that does not read must not end others: what comes of sending to another connection
      # ends that one, if it has no room, and the connection of the callback goes on.
      def other_at_fault(serial, problem)
        return unless serial && (FullError === problem || ClosedError === problem)

        problem.connection unless problem.connection&.serial == serial
      end

      def report(p, serial, problem, other)
        connection = STATE.connections[serial]
        context = connection ? connection.context : context_of(p, serial)
        context.on_error(other || connection, problem)
      end
    end

    ACCEPT = FFI::Function.new(:int, %i[uint uint]) do |p, serial|
      guard(p, serial) do
        connection = newcomer(p, serial)
        connection.context.on_accept(connection)
      end
    end

    HIWATER = FFI::Function.new(:int, %i[uint uint int]) do |p, serial, count|
      guard(p, serial) do
        connection = newcomer(p, serial)
        connection.context.on_hiwater(connection, count)
      end
    end

    TOO_FAST = FFI::Function.new(:int, [:pointer]) do |context|
      guard(context, nil) do
        context_of(context, nil).on_too_fast == :accept ? GO_ON : :refuse
      end
    end

    RECORD = FFI::Function.new(:int, %i[uint uint pointer int]) do |p, serial, address, length|
      guard(p, serial) do
        connection = STATE.connections[serial] or next :refuse
        context = connection.context
        next if connection.silent? && !context.connected(connection)

        context.on_record(connection, context.decode(address, length))
      end
    end

    OVER_RATE = FFI::Function.new(:int, %i[uint uint]) do |p, serial|
      guard(p, serial) do
        connection = STATE.connections[serial] or next :refuse
        next if connection.silent? && !connection.context.connected(connection)

        connection.context.on_over_rate(connection)
      end
    end

    WRITABLE = FFI::Function.new(:int, %i[uint uint]) do |p, serial|
      guard(p, serial) do
        connection = STATE.connections[serial] or next :refuse
        next if connection.silent? && !connection.context.connected(connection)

        connection.take_writable_block&.call(connection)
      end
    end

    CLOSE = FFI::Function.new(:int, %i[uint uint int]) do |p, serial, reason|
      guard(p, serial) do
        connection = STATE.connections[serial] or next
        # Established and ended in one heartbeat: there is room in the write buffer.
        connection.context.connected(connection) if connection.silent? && connection.established?
        connection.mark_ended(reason)
        connection.context.on_close(connection, connection.reason)
      end
    end

    GONE = FFI::Function.new(:void, %i[uint uint]) do |p, serial|
      guard(p, serial) { STATE.connections.delete(serial)&.mark_gone }
    end
  end
end
