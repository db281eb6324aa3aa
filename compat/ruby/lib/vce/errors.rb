# frozen_string_literal: true

module Vce
  # A call of the library failed.
  class Error < StandardError
    # @return [Integer] the error code, a negative number; {Raw} has the names
    attr_reader :code
    # @return [String] the C function that failed
    attr_reader :function
    # @return [String, nil] what the system said, such as "connect to example.org, 192.0.2.1 port
    #   80: Connection refused"; nil where there is no more than the text of the code
    attr_reader :detail
    # @return [Connection, nil] the one that could not send; nil for all other calls
    attr_accessor :connection

    NAMES = Raw.constants.grep(/\AVCE_E/).to_h { |name| [Raw.const_get(name), name.to_s] }.freeze
    DETAIL_SIZE = 512 # bytes; they hold every text
    private_constant :NAMES, :DETAIL_SIZE

    def initialize(function, code, detail = nil)
      super("#{function}: #{Error.name_of(code)} (#{code}): #{detail || Raw.vce_strerror(code)}")
      @function = function.to_s
      @code = code
      @detail = detail
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
      def of(function, code, detail = nil)
        CLASSES.fetch(code, Error).new(function, code, detail)
      end

      # The exception for the last error of this thread, with what the system said.
      # @api private
      def last(function)
        code = Raw.vce_get_last_error
        of(function, code, text { |buffer| Raw.vce_get_last_error_detail(buffer, DETAIL_SIZE) })
      end

      # Why a connection ends, in words; for its closewatcher.
      # @api private
      def end_detail(handle)
        text { |buffer| Raw.vce_conn_get_end_detail(handle, buffer, DETAIL_SIZE) }
      end

      # A result of 0 or more as it is; raises the exception for a negative one.
      # @api private
      def check(function, result)
        raise of(function, result) if result.negative?

        result
      end

      private

      # What a function stores in a buffer; nil: nothing.
      def text
        FFI::MemoryPointer.new(DETAIL_SIZE) do |buffer|
          yield buffer
          found = buffer.read_string.force_encoding(Encoding::UTF_8).scrub
          return found.empty? ? nil : found
        end
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
