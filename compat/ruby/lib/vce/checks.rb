# frozen_string_literal: true

module Vce
  # Checks of what programs pass, where C would take something else instead: it cuts a number that
  # does not fit its type, so that 65,536 would be the port 0.
  # @api private
  module Checks
    INT = (-2_147_483_648..2_147_483_647)
    # Sizes and numbers of things, which C takes as an int, or as a size_t that it limits to one.
    COUNT = (0..2_147_483_647)
    PERCENT = (0..100)

    # Seconds of silence, seconds between probes, and probes, as options of sockets take them.
    KEEPALIVE = [0..32_767, 0..32_767, 0..127].freeze

    class << self
      # @return [Integer] the value
      # @raise [TypeError] it is not an Integer
      # @raise [RangeError] it is outside the range
      def number(name, value, range)
        raise TypeError, "#{name} is an Integer, not #{value.class}" unless value.is_a?(Integer)
        return value if range.cover?(value)

        raise RangeError, "#{name} #{value} is outside #{range.begin} to #{range.end}"
      end

      def count(name, value)
        number(name, value, COUNT)
      end

      def keepalive(values)
        unless values.is_a?(Array) && values.size == 3
          raise TypeError, "keepalive is seconds of silence, seconds between probes, and probes"
        end
        values.each_with_index { |value, n| number("keepalive[#{n}]", value, KEEPALIVE[n]) }
      end

      # A time-out of the layer itself; nil: none.
      # @raise [TypeError] it is not a real number
      # @raise [RangeError] it is not a number of this world (NaN)
      def seconds(name, value)
        return if value.nil?
        unless value.is_a?(Numeric) && value.real?
          raise TypeError, "#{name} is a number of seconds or nil, not #{value.class}"
        end
        raise RangeError, "#{name} is not a number" if value.is_a?(Float) && value.nan?

        value
      end

      # Seconds of which there may be none, but not fewer.
      # @raise [TypeError] it is not a real number
      # @raise [RangeError] they are negative
      def patience(name, value)
        raise TypeError, "#{name} is a number of seconds, not nil" if seconds(name, value).nil?
        raise RangeError, "#{name} #{value} is negative" if value.negative?

        value
      end

      # A time that C takes as an int of milliseconds, from seconds; 0 for nil.
      # @raise [RangeError] it is outside 0.001 to 2147483.647 seconds
      def milliseconds(name, value)
        return 0 if seconds(name, value).nil?
        unless value.positive? && value <= COUNT.end / 1000.0
          raise RangeError, "#{name} #{value} is outside 0.001 to 2147483.647 seconds"
        end

        [(value * 1000).ceil, COUNT.end].min
      end

      # @raise [TypeError] it cannot be called
      def callable(name, value)
        return value if value.respond_to?(:call)

        raise TypeError, "#{name} is a Proc or something else to call, not #{value.class}"
      end
    end
  end
end
