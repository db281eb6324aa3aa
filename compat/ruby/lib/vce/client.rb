# frozen_string_literal: true

module Vce
  # Makes connections.
  class Client < Context
    def self.events
      super + %i[connect]
    end

    # @param blocking [Boolean] true: {connect} waits for the handshake, as long as the system does.
    #   false: it returns at once, and `on_connect` tells of success, `on_close` of failure
    # @param connect_timeout [Numeric, nil] seconds that a connect may take, all addresses of a name
    #   included, 0.001 to 2147483.647; nil: as long as `idle_timeout`
    # @param options all others as for {Context#initialize}
    # @raise [Error] a size or limit is not possible (VCE_EARRAY, VCE_EFULL)
    # @raise [RangeError] a number is outside its range
    def initialize(blocking: true, connect_timeout: nil, **options)
      limit = Checks.milliseconds("connect_timeout", connect_timeout)
      super(server: false, blocking: blocking, **options)
      @blocking = blocking
      Raw.vce_tcpcontext_set_connect_timeout(@handle, limit)
    end

    def blocking?
      @blocking
    end

    # A non-blocking connect has succeeded; comes before the first record. `:refuse` closes the
    # connection, as {Connection#close} does; no record is delivered then.
    def on_connect(connection)
      @handlers[:connect]&.call(connection)
    end

    # Connects to a server.
    #
    # @param host [String] name or address; "unix:/path" or "unix:@name" for a Unix socket
    # @param port [Integer] 1 to 65535; may be left out for a Unix socket
    # @return [Connection]
    # @raise [ConnectError] the name is not known or the server not reached (blocking only); the
    #   text says why, as {Connection#end_detail} does otherwise
    # @raise [RangeError] the port is outside its range
    # @raise [FullError] max_connections is reached
    # @raise [ClosedError] the client is closed
    def connect(host, port = 0)
      Checks.number("port", port, (host.start_with?("unix:") ? 0 : 1)..65_535)
      STATE.check_thread
      Thread.handle_interrupt(LATER) do # so that no connection is made and forgotten
        handle = Raw.vce_tcpcontext_connect(open_handle, host, port)
        raise Error.last("vce_tcpcontext_connect") if handle[:p].null?

        connection = add(handle, connected: blocking?)
        STATE.connecting << connection unless blocking?
        connection
      end
    end

    # Sends later connects out from this numeric address; "": the system chooses.
    #
    # @param address [String]
    # @raise [BindError] it is not a numeric address
    def source=(address)
      Error.check("vce_tcpcontext_set_source", Raw.vce_tcpcontext_set_source(open_handle, address))
    end

    # A non-blocking connect has succeeded: tells `on_connect`, once, before anything else.
    # @return [Boolean] whether records may be delivered; not when `on_connect` refused or failed
    # @api private
    def connected(connection)
      return false if connection.connected?

      connection.mark_connected
      verdict = Callbacks.guard(connection.handle[:p], connection.serial) { on_connect(connection) }
      if verdict == Callbacks::REFUSE
        connection.close
        return false
      end
      connection.mark_accepted
      true
    end
  end
end
