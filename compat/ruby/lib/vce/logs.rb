# frozen_string_literal: true

module Vce
  # Where the messages of the library go, and the reports of callbacks that failed.
  # @api private
  module Logs
    # As in Logger::Severity; the layer itself needs no Logger.
    INFO = 1
    WARN = 2
    ERROR = 3
    FATAL = 4
    SEVERITIES = { "Fatal" => ERROR, "Bug" => FATAL, "Warning" => WARN }.freeze

    @logger = nil

    class << self
      attr_accessor :logger

      # Reports a callback that failed. It must not fail itself: that could not be reported.
      def failure(text, problem)
        message = "#{text}: #{problem.full_message(highlight: false)}"
        @logger ? @logger.add(ERROR, message, "vce") : $stderr.write("vce: ", message, "\n")
      rescue StandardError
        nil
      end

      # A message of the library. Exceptions must not get into the function that logs.
      def message(text)
        text = text.dup.force_encoding(Encoding::UTF_8).scrub { |bytes| bytes.inspect[1..-2] }.chomp
        @logger&.add(SEVERITIES.fetch(text[/\A[A-Z][a-z]+(?=:)/], INFO), text, "vce")
      rescue StandardError => e
        $stderr.write("vce: the logger failed: #{e.message}\n")
      end
    end

    WRITE = FFI::Function.new(:void, %i[int string]) { |_verbosity, text| message(text) }
  end

  # Sends the messages of the library to a logger; nil: to standard error again, as at first.
  #
  # Fatal messages have the severity ERROR, bugs FATAL, warnings WARN, all others INFO. Reports of
  # callbacks that failed go to the logger too. The logger must not use the library.
  #
  # @param logger [Logger, #add, nil]
  # @param verbosity [Integer] below 0: nothing, 0: normal messages, above 0: verbose ones too
  # @return [void]
  # @raise [RangeError] the verbosity is outside -2147483648 to 2147483647
  def self.log_to(logger, verbosity: 0)
    Checks.number("verbosity", verbosity, Checks::INT)
    Logs.logger = logger
    Raw.vce_errout_set_another(logger ? Logs::WRITE : nil)
    Raw.vce_set_verbose_mode(verbosity)
  end
end
