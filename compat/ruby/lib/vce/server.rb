# frozen_string_literal: true

require "ipaddr"

module Vce
  # Listens, and owns the connections that come in.
  class Server < Context
    # @return [Integer] the port it listens on
    attr_reader :port

    def self.events
      super + %i[accept hiwater too_fast]
    end

    # @param host [String] address or name to listen on; "" all IPv4 interfaces, "::" both families;
    #   "unix:/path" or "unix:@name" a Unix socket
    # @param port [Integer] port to listen on, 0 to 65535; 0 lets the system choose, see {port}
    # @param listener [Integer, IO, nil] descriptor of a socket that listens already, instead of host
    #   and port: one that a service manager has opened. It is the library's then: do not use or
    #   close an IO of it any more
    # @param hiwater [Integer] WATER: `on_hiwater` is called instead of the accept watcher when at
    #   least WATER - 1 connections are open, the new one included. The accept watcher is `on_accept`.
    #   Choose it below max_connections; 0: never
    # @param accepts_per_minute [Integer] limit for newcomers, see `on_too_fast`, 0 to 2147483647;
    #   0: none
    # @param max_per_address [Integer] connections that one peer address may have at once, 0 to
    #   2147483647; 0: any number
    # @param idle_timeout [Integer, nil] seconds without received data after which a connection
    #   ends; nil: never
    # @param options all others as for {Context#initialize}
    # @raise [BindError] the address cannot be listened on
    # @raise [Error] `listener` does not listen (VCE_EINVAL), or a size or limit is not possible (VCE_EARRAY, VCE_EFULL, VCE_ERANGE)
    def initialize(host = "", port = 0, hiwater: 0, accepts_per_minute: 0, max_per_address: 0,
                   idle_timeout: 60, **options)
      Checks.number("port", port, 0..65_535)
      super(server: true, host: host, port: port, idle_timeout: idle_timeout, **options)
      @kicked = nil
      configure do
        @port = Error.check("vce_tcpcontext_get_port", Raw.vce_tcpcontext_get_port(@handle))
        Raw.vce_tcpcontext_set_conn_acceptwatcher(@handle, Callbacks::ACCEPT)
        unless Checks.count("hiwater", hiwater).zero?
          Raw.vce_tcpcontext_set_conn_hiwater_acceptwatcher(@handle, hiwater, Callbacks::HIWATER)
        end
        Checks.count("accepts_per_minute", accepts_per_minute)
        Raw.vce_tcpcontext_set_accept_max(@handle, accepts_per_minute, Callbacks::TOO_FAST)
        Checks.number("max_per_address", max_per_address, Checks::INT)
        Error.check("vce_tcpcontext_set_max_per_address",
                    Raw.vce_tcpcontext_set_max_per_address(@handle, max_per_address))
      end
    end

    # A peer has connected. `:refuse` refuses it.
    def on_accept(connection)
      @handlers[:accept]&.call(connection)
    end

    # A peer has connected, and the server is nearly full. `:refuse` refuses it.
    #
    # To say why before it ends: `connection.send(...)`, then `connection.close`.
    #
    # @param count [Integer] connections of the server, this one included
    def on_hiwater(connection, count)
      @handlers[:hiwater]&.call(connection, count)
    end

    # A peer came above `accepts_per_minute`. `:accept` lets it pass nevertheless.
    def on_too_fast
      @handlers[:too_fast]&.call
    end

    # Lets newcomers in (as at first), or turns all of them away.
    # @param accept [Boolean]
    # @return [void]
    def enable_accept(accept)
      Raw.vce_tcpcontext_enable_accept(open_handle, accept ? 1 : 0)
    end

    # Turns away peers from these IPv4 addresses from now on, instead of those named before.
    #
    # @param addresses [Array<String>]
    # @return [void]
    # @raise [ArgumentError] one is not an IPv4 address
    def kick(addresses)
      numbers = addresses.map do |text|
        address = IPAddr.new(text)
        one = address.ipv4? && address.prefix == 32 && !address.to_i.zero?
        raise ArgumentError, "#{text} is not the IPv4 address of a peer" unless one

        address.hton.unpack1("L")
      end
      kicked = FFI::MemoryPointer.new(:uint, numbers.size + 1).write_array_of_uint(numbers)
      Raw.vce_tcpcontext_set_conn_kickip_array(open_handle, kicked)
      @kicked = kicked # the library reads it at each accept
    end
  end
end
