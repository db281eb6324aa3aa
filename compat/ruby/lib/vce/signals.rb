# frozen_string_literal: true

module Vce
  # The signals that Ruby turns into exceptions, while a loop runs in the main thread.
  #
  # Ruby raises such an exception wherever the program is. At the very end of a callback that is in
  # ffi, which forgets it if another callback follows. So the first signal is kept until the
  # heartbeat is over; a second one is raised at once, for callbacks that hang. What the program
  # traps itself is left alone.
  # @api private
  module Signals
    NAMES = %w[INT TERM HUP].freeze

    class << self
      def kept
        return yield unless Thread.current.equal?(Thread.main)

        own = proc { |number| keep(number) }
        begin
          NAMES.each { |name| replace(name, "DEFAULT", own) }
          yield
        ensure
          NAMES.each { |name| replace(name, own, "DEFAULT") }
        end
      end

      private

      # Sets a handler in place of a certain other one.
      def replace(name, expected, handler)
        before = trap(name, handler)
        trap(name, before) unless before == expected
      end

      def keep(number)
        signal = number == Signal.list["INT"] ? Interrupt.new("") : SignalException.new(number)
        raise signal if STATE.interrupt

        STATE.interrupt = signal
        Vce.wake
      end
    end
  end
end
