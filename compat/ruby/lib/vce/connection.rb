# frozen_string_literal: true

module Vce
  # A TCP connection that carries records. Made by a Server or by {Client#connect}.
  class Connection
    # Why a connection ended, and what the library calls it:
    #
    # - `:remote`: ended or reset by the peer, or the connect failed
    # - `:application`: closed by this program; everything that was sent has left
    # - `:timeout`: the idle limit expired; unsent output is lost
    # - `:decoder`, `:encoder`: a layer below the records was broken by the peer, or failed on this
    #   side; not with plain TCP
    # - `:parser`: a bad record, or a callback that failed or refused; unsent output is lost
    REASONS = {
      Raw::CLOSE_REASON_REMOTE => :remote, Raw::CLOSE_REASON_APPLICATION => :application,
      Raw::CLOSE_REASON_TIMEOUT => :timeout, Raw::CLOSE_REASON_DECODER => :decoder,
      Raw::CLOSE_REASON_ENCODER => :encoder, Raw::CLOSE_REASON_PARSER => :parser
    }.freeze

    # An idle limit of 68 years, in seconds.
    NEVER = 2_147_483_647
    ADDRESS_SIZE = Raw::VCE_MAX_ADDR_TEXT
    private_constant :NEVER, :ADDRESS_SIZE

    # @return [Context] the Server or Client it belongs to
    attr_reader :context
    # @return [Integer] its number, given out 1, 2, 3, ... in the whole process
    attr_reader :serial
    # @return [Raw::Conn] the C handle, for functions of {Raw}
    attr_reader :handle
    # @return [Symbol, nil] why it ended, see {REASONS}; nil as long as it lives
    attr_reader :reason
    # @return [String, nil] the same in words, such as "connect to example.org, 192.0.2.1 port 80:
    #   Connection refused"; nil as long as it lives. For people and logs: its wording may change
    attr_reader :end_detail
    # @return [Object] anything the program wants to keep with it
    attr_accessor :data

    # @api private
    def initialize(context, handle, connected:)
      @context = context
      @handle = handle
      @serial = handle[:serial]
      @connected = connected
      @silent = !connected # records wait for on_connect, or are not wanted
      @closing = @gone = false
      @reason = @end_detail = @data = @remote = @local = @writable_block = nil
    end

    # Queues a record, framed as the context says. The next heartbeat sends it.
    #
    # It replaces Object#send, as Socket#send does; use `__send__` or `public_send` for that one.
    #
    # @param record [String] its bytes are sent as they are, whatever its encoding
    # @return [Integer] bytes queued, framing included
    # @raise [FullError] the write buffer has no room now; nothing was queued
    # @raise [TooLongError] the record is longer than its framing allows
    # @raise [NotReadyError] the connection is still being made
    # @raise [ClosedError] the connection is closed or gone
    # @raise [ArgumentError] a line of text contains LF
    def send(record)
      context.check_record(record)
      writer = context.writer
      raise_send_error(writer, Raw::VCE_ECLOSED) if closed? # the writer would count it as sent

      STATE.check_thread
      raise_send_error(writer, Raw::VCE_ELONGINPUT) if record.bytesize > Checks::INT.end

      sent = Raw.__send__(context.native_writer, @handle, record, record.bytesize)
      raise_send_error(writer, sent) if sent.negative?
      sent
    end

    # @return [Integer] free bytes of the write buffer; 0 while connecting and when it is gone
    def writable
      [Raw.vce_conn_writable(@handle), 0].max
    end

    # Has a block called, once, when so much of the write buffer is free again.
    #
    # For sending more than the write buffer holds: send until FullError, set this, and go on in the
    # block. It is called by the heartbeat that made the room, or by the next one if the room is there
    # already; on a connecting one when it is open, after `on_connect`. It is not called when the
    # connection was closed, or ended by the peer. If it answers `:refuse` or raises, the connection
    # ends, as by every other callback.
    #
    # @param size [Integer] bytes, 1 to the size of the write buffer
    # @yieldparam connection [Connection] this one; without a block one that was set before is removed
    # @return [void]
    # @raise [Error] the size is outside its range (VCE_ERANGE)
    # @raise [ClosedError] the connection is closed or gone
    def when_writable(size, &block)
      Checks.number("size", size, Checks::INT)
      name = "vce_conn_set_writable_watcher"
      Error.check(name, Raw::VCE_ECLOSED) if block && closed?
      return if @gone

      STATE.check_thread
      watcher = block && Callbacks::WRITABLE
      Error.check(name, Raw.vce_conn_set_writable_watcher(@handle, size, watcher))
      @writable_block = block
      nil
    end

    # Everything that was queued has been handed to the system.
    def drained?
      Raw.vce_conn_writed(@handle) == 1
    end

    # Ends the connection after everything queued is sent. It may be called more than once.
    # @return [void]
    def close
      return if @closing || @gone

      STATE.check_thread
      @closing = true
      Raw.vce_conn_close(@handle)
    end

    # Ends the connection with the next heartbeat; what the system does not take at once is lost.
    # @return [void]
    def abort
      close
      Raw.vce_conn_set_timeout(@handle, -1) unless @gone
    end

    # False until a non-blocking connect has succeeded.
    def connected?
      @connected
    end

    # It was closed, by either side or by its idle limit, or is gone.
    def closed?
      @closing || @gone || Raw.vce_conn_is_closed(@handle) == 1
    end

    # It still exists: connecting, open, or closed with output left.
    def alive?
      !@gone
    end

    # Ends the connection when it receives nothing for so many seconds.
    # @param seconds [Integer, nil] -2147483648 to 2147483647; below 0: with the next heartbeat;
    #   nil: never
    # @raise [RangeError] the number is outside this range
    def idle_timeout=(seconds)
      Raw.vce_conn_set_timeout(@handle, Connection.idle_limit(seconds))
    end

    # Known until the connection is gone, and then if asked for while it was open or in `on_close`.
    # While connecting it is the one that is being tried, `["0.0.0.0", 0]` during a look-up.
    # Both ends of a Unix socket have the server's, `["unix:/path", 0]`.
    # @return [Array<(String, Integer)>] address and port of the peer
    # @raise [ClosedError] the connection is gone
    def remote
      return @remote if @remote

      address = address(:vce_conn_get_remote_addr_string)
      @remote = address if final?
      address
    end

    # @return [Array<(String, Integer)>] address and port of this end, as {remote}
    def local
      return @local if @local

      address = address(:vce_conn_get_local_addr_string)
      @local = address if final?
      address
    end

    # @return [Integer] the descriptor of its socket, for options of it and for nothing else
    # @raise [Error] there is none yet (VCE_ENOTREADY), or the connection is gone
    def fileno
      Error.check("vce_conn_get_fd", Raw.vce_conn_get_fd(@handle))
    end

    # As they were when the other end was connected or began to listen.
    # @return [Array<(Integer, Integer, Integer)>] process, user and group at the other end of a Unix
    #   socket
    # @raise [Error] it is no Unix socket (VCE_ESUPPORT), is not connected yet (VCE_ENOTREADY), or is
    #   gone
    def peer_credentials
      FFI::MemoryPointer.new(:int, 3) do |values|
        code = Raw.vce_conn_get_peer_credentials(@handle, values, values + 4, values + 8)
        Error.check("vce_conn_get_peer_credentials", code)
        return values.read_array_of_int(3)
      end
    end

    # @return [Hash{Symbol => Integer}] its counters: the fields of {Raw::ConnStat}
    def stats
      values = Raw::ConnStat.new
      Raw.vce_conn_get_stat(@handle, values)
      Vce.to_hash(values)
    end

    def inspect
      how = if @gone then "gone"
            elsif closed? then "closing"
            else @connected ? "open" : "connecting"
            end
      "#<#{self.class} #{serial} #{how}>"
    end

    # @api private
    def self.idle_limit(seconds)
      seconds.nil? ? NEVER : Checks.number("idle_timeout", seconds, Checks::INT)
    end

    # It is called only once.
    # @api private
    def take_writable_block
      block = @writable_block
      @writable_block = nil
      block
    end

    # @api private
    def mark_connected
      @connected = true
    end

    # No record is to be delivered: on_connect has not been told, or did not want it.
    # @api private
    def silent?
      @silent
    end

    # @api private
    def mark_accepted
      @silent = false
    end

    # A non-blocking connect has succeeded, and the program has not closed it.
    # @api private
    def established?
      !@closing && writable.positive?
    end

    # @api private
    def mark_ended(reason)
      @closing = true
      @reason = REASONS.fetch(reason)
      @end_detail = Error.end_detail(@handle)
    end

    # @api private
    def mark_gone
      @gone = true
      context.remove(self)
    end

    private

    # Its addresses do not change any more.
    def final?
      @connected || !@reason.nil?
    end

    def address(function)
      FFI::MemoryPointer.new(ADDRESS_SIZE) do |text|
        found = Raw.__send__(function, @handle, text, ADDRESS_SIZE)
        raise Error.of(function, Raw::VCE_ECLOSED) unless found

        return [found.force_encoding(Encoding::UTF_8), 0] if found.start_with?("unix:")

        host, _, port = found.rpartition(":")
        return [host.delete("[]"), Integer(port, 10)]
      end
    end

    def raise_send_error(writer, code)
      code = Raw::VCE_ENOTREADY if code == Raw::VCE_EWBFULL && !@connected && writable.zero?
      raise Error.of(writer, code).tap { |problem| problem.connection = self }
    end
  end
end
