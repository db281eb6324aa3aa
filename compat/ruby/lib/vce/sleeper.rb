# frozen_string_literal: true

module Vce
  # What a run sleeps in: the descriptor of the library, and a pipe that {wake} writes to.
  # @api private
  class Sleeper
    def initialize
      open
    end

    # Sleeps until a heartbeat is due, {wake} is called, or so many seconds have passed. Other
    # threads run meanwhile.
    # @return [Boolean] false: only the time has passed
    def wait(seconds)
      unless Process.pid == @pid # the pipe is that of the parent
        close
        open
      end
      watch_library
      ready, = IO.select([@library, @reader], nil, nil, seconds)
      @reader.read_nonblock(4096, exception: false) if ready&.include?(@reader)
      !ready.nil?
    end

    # May be called anywhere: in callbacks, signal handlers and other threads.
    def wake
      @writer.write_nonblock("!", exception: false)
      nil
    rescue IOError
      nil # that run is over
    end

    def close
      [@reader, @writer].each(&:close)
    end

    private

    def open
      @pid = Process.pid
      @reader, @writer = IO.pipe
    end

    # It has another descriptor after a fork, and maybe after a finalize.
    def watch_library
      number = Vce.fileno
      @library = IO.for_fd(number, autoclose: false) unless @library&.fileno == number
    end
  end
end
