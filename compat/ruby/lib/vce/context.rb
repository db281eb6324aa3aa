# frozen_string_literal: true

module Vce
  # What Server and Client have in common: settings, the connections that have them, and what
  # happens to these.
  #
  # What a program does with connections goes into the methods `on_...`: either override them in a
  # class of your own, or give a block to {on}. All of them run inside the heartbeat.
  class Context
    include Enumerable

    # How records are told apart on the wire:
    #
    # - `:bin16`: 2 bytes with the length, then up to 65,535 bytes
    # - `:bin32`: 4 bytes with the length, then up to 1,073,741,824 bytes
    # - `:text`: a line, ended by LF, which is no part of the record
    # - `:through`: no framing: a record is whatever has arrived
    FRAMINGS = %i[bin16 bin32 text through].freeze
    WRITERS = FRAMINGS.to_h { |framing| [framing, :"vce_protocol_unparser_#{framing}"] }.freeze
    PARSERS = FRAMINGS.to_h do |framing|
      [framing, Raw.address_of("vce_protocol_parser_#{framing}")]
    end.freeze
    HEADERS = { bin16: ["n", 65_535], bin32: ["N", Raw::BIN32DATA_MAX] }.freeze
    WHEN_FULL = { drop: Raw::VCE_FULL_DROP, close: Raw::VCE_FULL_CLOSE }.freeze
    private_constant :WRITERS, :PARSERS, :HEADERS, :WHEN_FULL

    # @return [FFI::Pointer, nil] the C handle, for functions of {Raw}; nil when closed
    attr_reader :handle
    # @return [Symbol] one of {FRAMINGS}
    attr_reader :framing
    # @return [Symbol] the C function that sends a record
    # @api private
    attr_reader :writer
    # @return [Symbol] the same without the check of its numbers
    # @api private
    attr_reader :native_writer

    class << self
      # As `new`; with a block, yields the context and closes it afterwards.
      # @return [Context] without a block; with one: what it gives
      def open(...)
        context = new(...)
        return context unless block_given?

        begin
          yield context
        ensure
          context.close
        end
      end

      # The framing of contexts that are made without one. A subclass may define its own.
      def framing
        :text
      end

      # The class of the connections. A subclass may define its own.
      def connection_class
        Connection
      end

      # What {on} takes.
      # @return [Array<Symbol>]
      def events
        %i[record over_rate close error]
      end
    end

    # @param framing [Symbol] how records are told apart
    # @param max_connections [Integer] connections that may exist at once, closing ones included, 0
    #   to 2147483647
    # @param read_buffer [Integer] bytes that may wait for a heartbeat, 1 to 2147483647; a record
    #   with its framing must fit
    # @param write_buffer [Integer] bytes that may be queued for sending, 1 to 2147483647; likewise
    # @param safety_read [Integer] percentage of the write buffer, 0 to 100, that must be free for
    #   records of a connection to be read and delivered. A server that answers records gives 50:
    #   an answer of up to half the buffer then always finds room, and a peer that does not read its
    #   answers is not read either. 0: read always
    # @param idle_timeout [Integer, nil] seconds without received data after which a connection
    #   ends, up to 2147483647; nil: never
    # @param nodelay [Boolean] send small records at once (TCP_NODELAY)
    # @param records_per_heartbeat [Integer] records that a heartbeat may deliver per connection, 0
    #   to 2147483647
    # @param max_record [Integer] longest record that is accepted, in bytes, 0 to 2147483647, 0: no
    #   limit; only for bin16
    # @param keepalive [Array<Integer>, nil] three: when TCP asks a silent peer whether it
    #   is still there: seconds of silence until the first probe (0 to 32767), seconds between probes
    #   (0 to 32767), probes without an answer (0 to 127); 0: the system's value; nil: all of them
    # @param user_timeout [Numeric, nil] seconds that a peer may take to acknowledge what was sent,
    #   0.001 to 2147483.647; then the connection ends; nil: the system's value
    # @param records_per_second [Integer] records that each connection may send, 0 to 2147483647;
    #   one that sends more is read later, see {on_over_rate}; 0: any number
    # @param bytes_per_second [Integer] likewise bytes
    # @param handlers [Hash{Symbol => #call}] as for {on}: `on_record: ->(connection, data) { ... }`
    #   and so on; nil: none
    # @raise [RangeError] a number is outside its range; the text names the option
    # @raise [TypeError] a number that is none, or a handler that cannot be called
    # @raise [ArgumentError] an unknown option
    def initialize(server:, host: "", port: 0, blocking: true, framing: self.class.framing,
                   max_connections: 1000, read_buffer: 65_536, write_buffer: 262_144,
                   safety_read: 0, idle_timeout: nil, nodelay: true, records_per_heartbeat: 100,
                   max_record: 0, keepalive: nil, user_timeout: nil, records_per_second: 0,
                   bytes_per_second: 0, **handlers)
      @framing = framing
      @writer = WRITERS.fetch(framing) do
        raise ArgumentError, "framing #{framing.inspect} is none of #{FRAMINGS.join(', ')}"
      end
      @native_writer = :"native_#{@writer}"
      @connections = {}
      @handlers = {}
      handlers.each { |name, handler| set_handler(name, handler) }
      sizes = { max_connections: max_connections, read_buffer: read_buffer,
                write_buffer: write_buffer }.map { |name, size| Checks.count(name, size) }
      Checks.number("safety_read", safety_read, Checks::PERCENT)
      Checks.keepalive(keepalive) unless keepalive.nil?
      user_limit = Checks.milliseconds("user_timeout", user_timeout)
      rates = { records_per_second: records_per_second, bytes_per_second: bytes_per_second }
      rates.each { |name, rate| Checks.count(name, rate) }
      Vce.init
      STATE.check_thread
      @handle = Raw.vce_tcpcontext_create_flat(
        server ? 1 : 0, host, port, *sizes, Connection.idle_limit(idle_timeout),
        blocking ? 0 : 1, nodelay ? 1 : 0, 0
      )
      raise Error.last("vce_tcpcontext_create") if @handle.null?

      STATE.contexts[@handle.address] = self
      configure do
        Raw.vce_tcpcontext_set_conn_parser(@handle, PARSERS[@framing], Callbacks::RECORD)
        Raw.vce_tcpcontext_set_conn_closewatcher(@handle, Callbacks::CLOSE)
        Raw.vce_tcpcontext_set_conn_finalizer(@handle, Callbacks::GONE)
        Raw.vce_tcpcontext_set_conn_safety_read(@handle, safety_read)
        Raw.vce_tcpcontext_set_conn_call_parser_per_heartbeat(
          @handle, Checks.count("records_per_heartbeat", records_per_heartbeat)
        )
        Raw.vce_tcpcontext_protocol_set_maxlength(
          @handle, Checks.count("max_record", max_record), nil
        )
        set(:vce_tcpcontext_set_keepalive, *keepalive) if keepalive
        set(:vce_tcpcontext_set_user_timeout, user_limit) if user_limit.positive?
        unless rates.values.all?(&:zero?)
          set(:vce_tcpcontext_set_conn_rate, *rates.values, Callbacks::OVER_RATE)
        end
      end
    end

    # Has a block called for an event, in place of the one before.
    #
    # A block gets the arguments of the method `on_...` of that name, and its result means the same.
    # Leave it with `next` if you have to; `return`, `break` and `throw` count as failures.
    #
    # @param event [Symbol] one of {Context.events}
    # @return [self]
    # @raise [ArgumentError] there is no such event, or no block
    def on(event, &block)
      unless self.class.events.include?(event)
        raise ArgumentError, "event #{event.inspect} is none of #{self.class.events.join(', ')}"
      end
      raise ArgumentError, "no block given" unless block

      @handlers[event] = block
      self
    end

    # A record has arrived. `:refuse` ends the connection at once, with unsent output lost.
    #
    # @param connection [Connection]
    # @param data [String] the record: in UTF-8 (check `valid_encoding?`) with framing `:text`, in
    #   binary with all others
    def on_record(connection, data)
      @handlers[:record]&.call(connection, data)
    end

    # A peer sends more than `records_per_second` or `bytes_per_second`. It is read later, so that
    # TCP slows it down, and nothing is lost. `:refuse` ends the connection instead.
    #
    # @param connection [Connection]
    def on_over_rate(connection)
      @handlers[:over_rate]&.call(connection)
    end

    # The connection has ended. Its addresses can still be asked for, and `connection.end_detail`
    # has the reason in words, for logs.
    #
    # @param connection [Connection]
    # @param reason [Symbol] see {Connection::REASONS}
    def on_close(connection, reason)
      @handlers[:close]&.call(connection, reason)
    end

    # A method or block of this context failed; the connection ends. For an error of sending to
    # another connection, `connection` is that one; it ends if it has no room, and the one whose
    # method it was goes on. Without a block it is reported
    # to the logger of {Vce.log_to}, or to standard error.
    #
    # @param connection [Connection, nil]
    # @param problem [Exception]
    def on_error(connection, problem)
      if @handlers[:error]
        @handlers[:error].call(connection, problem)
      else
        Logs.failure("callback of #{inspect} failed for #{connection.inspect}", problem)
      end
    end

    # Sends a record to all open connections, framed once. Slow ones do not hold up the others.
    #
    # To be used instead of a loop over {Connection#send}, which raises FullError as soon as one
    # peer does not read: the peers after it then miss the record.
    #
    # @param record [String] as for {Connection#send}
    # @param skip [Connection, nil] does not get it, such as the origin of the record
    # @param when_full [Symbol] what happens to a connection without room in its write buffer:
    #   `:drop`: it misses this record; `:close`: it is closed, so that those that stay have missed nothing
    # @return [Integer] how many connections it was queued for
    # @raise [ArgumentError] `when_full` is neither of the two, or a line of text contains LF
    # @raise [TooLongError] the record is longer than its framing allows, or than the write buffers
    #   can ever hold
    # @raise [ClosedError] the server or client is closed
    def broadcast(record, skip: nil, when_full: :drop)
      mode = WHEN_FULL.fetch(when_full) do
        raise ArgumentError, "when_full #{when_full.inspect} is neither :drop nor :close"
      end
      unless skip.nil? || skip.is_a?(Connection)
        raise TypeError, "skip is a Connection or nil, not #{skip.class}"
      end

      STATE.check_thread
      handle = open_handle
      check_record(record)
      bytes = framed(record)
      Error.check("vce_tcpcontext_broadcast", Raw.native_vce_tcpcontext_broadcast(
        handle, bytes, bytes.bytesize, skip ? skip.handle : Raw::Conn.new, mode
      ))
    end

    # Yields the connections, oldest first; they may be closed meanwhile.
    def each(&block)
      return enum_for { size } unless block

      @connections.values.each(&block)
      self
    end

    # @return [Integer] the number of connections, closing ones included
    def size
      @connections.size
    end

    def closed?
      @handle.nil?
    end

    # Stops listening and closes every connection; heartbeats send what is unsent, see {Vce.drain}
    # and {Vce.shutdown}.
    # @return [void]
    def close
      return if closed?

      STATE.check_thread
      handle = @handle
      @handle = nil
      STATE.contexts.delete(handle.address)
      Raw.vce_tcpcontext_cleanup(handle)
    end

    # @return [Hash{Symbol => Integer}] counters of the context: the fields of {Raw::TcpcontextStat}
    def stats
      values = Raw::TcpcontextStat.new
      Raw.vce_tcpcontext_get_stat(open_handle, values)
      Vce.to_hash(values)
    end

    def inspect
      "#<#{self.class} #{closed? ? 'closed' : "of #{size} connections"}>"
    end

    # @api private
    def add(handle, connected:)
      connection = self.class.connection_class.new(self, handle, connected: connected)
      STATE.connections[connection.serial] = @connections[connection.serial] = connection
    ensure
      Raw.vce_conn_close(handle) unless connection
    end

    # @api private
    def remove(connection)
      @connections.delete(connection.serial)
    end

    # @api private
    def forget
      @handle = nil
    end

    # @raise [TypeError, ArgumentError] it cannot be sent with this framing
    # @api private
    def check_record(record)
      raise TypeError, "a record is a String, not #{record.class}" unless record.is_a?(String)
      return unless @framing == :text && record.b.include?("\n")

      raise ArgumentError, "a line of text must not contain LF"
    end

    # @return [String] the bytes of a record
    # @api private
    def decode(address, length)
      data = address.read_bytes(length)
      @framing == :text ? data.force_encoding(Encoding::UTF_8) : data
    end

    private

    # The bytes of a record on the wire.
    def framed(record)
      header, longest = HEADERS[@framing]
      if record.bytesize > (longest || Checks::INT.end - 1)
        raise Error.of(@writer, Raw::VCE_ELONGINPUT)
      end
      return [record.bytesize].pack(header) << record.b if header

      @framing == :text ? record.b << "\n" : record
    end

    def set_handler(name, handler)
      event = name.start_with?("on_") && name.to_s.delete_prefix("on_").to_sym
      unless self.class.events.include?(event)
        raise ArgumentError, "unknown option #{name}: #{self.class} has no such setting or handler"
      end

      @handlers[event] = Checks.callable(name, handler) unless handler.nil?
    end

    def set(function, *values)
      Error.check(function, Raw.__send__(function, @handle, *values))
    end

    # Yields while the context is made; one that cannot be completed is closed.
    def configure
      yield
    rescue StandardError
      close
      raise
    end

    def open_handle
      @handle or raise Error.of("vce_tcpcontext", Raw::VCE_ECLOSED)
    end
  end
end
