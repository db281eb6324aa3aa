# frozen_string_literal: true

require_relative "vce/checks"
require_relative "vce/raw"
require_relative "vce/errors"
require_relative "vce/state"
require_relative "vce/callbacks"
require_relative "vce/logs"
require_relative "vce/signals"
require_relative "vce/sleeper"
require_relative "vce/runtime"
require_relative "vce/handover"
require_relative "vce/connection"
require_relative "vce/context"
require_relative "vce/server"
require_relative "vce/client"

# libvce: TCP connections that carry records, driven by one heartbeat.
#
#     server = Vce::Server.new("127.0.0.1", 5555, safety_read: 50)
#     server.on(:record) { |connection, line| connection.send(line) }
#     Vce.run
#
# {Vce::Raw} has every function of the C library.
module Vce
  VERSION = Raw::LIBVCE_VERSION
end
