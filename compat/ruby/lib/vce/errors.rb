# frozen_string_literal: true

module Vce
  # A call of the library failed.
  class Error < StandardError
    # @return [Integer] the error code, a negative number; {Raw} has the names
    attr_reader :code
    # @return [String] the C function that failed
    attr_reader :function

    NAMES = Raw.constants.grep(/\AVCE_E/).to_h { |name| [Raw.const_get(name), name.to_s] }.freeze
    private_constant :NAMES

    def initialize(function, code)
      super("#{function}: #{Error.name_of(code)} (#{code}): #{Raw.vce_strerror(code)}")
      @function = function.to_s
      @code = code
    end

    # @return [String] the name of the code, such as "VCE_EFULL"
    def name
      Error.name_of(code)
    end

    class << self
      # @api private
      def name_of(code)
        NAMES.fetch(code, "error")
      end

      # The exception for an error code, of the most fitting class.
      # @api private
      def of(function, code)
        CLASSES.fetch(code, Error).new(function, code)
      end

      # The exception for the last error of this thread.
      # @api private
      def last(function)
        of(function, Raw.vce_get_last_error)
      end

      # A result of 0 or more as it is; raises the exception for a negative one.
      # @api private
      def check(function, result)
        raise of(function, result) if result.negative?

        result
      end
    end
  end

  # No room: in the write buffer (try again later), in a table, or in a given buffer.
  class FullError < Error; end

  # The connection or context is closed or gone.
  class ClosedError < Error; end

  # The connection is still being made.
  class NotReadyError < Error; end

  # The server cannot be reached, or its name is not known.
  class ConnectError < Error; end

  # A server cannot listen: its address is in use, not of this machine, or not an address.
  class BindError < Error; end

  # The record is longer than its framing allows.
  class TooLongError < Error; end

  class Error
    CLASSES = {
      Raw::VCE_EFULL => FullError, Raw::VCE_EWBFULL => FullError,
      Raw::VCE_ECLOSED => ClosedError, Raw::VCE_ECONNSERIAL => ClosedError,
      Raw::VCE_ENOTREADY => NotReadyError,
      Raw::VCE_ECONNECT => ConnectError,
      Raw::VCE_ESOCKET => BindError, Raw::VCE_EBIND => BindError, Raw::VCE_EIPADDR => BindError,
      Raw::VCE_ELISTEN => BindError,
      Raw::VCE_ELONGINPUT => TooLongError
    }.freeze
    private_constant :CLASSES
  end
end
