# frozen_string_literal: true

require "ffi"
require_relative "checks"

module Vce
  # libvce cannot be loaded. The message names every place that was tried, and why it failed.
  class LibraryNotFound < LoadError; end

  # Finds and loads libvce, for {Raw}.
  # @api private
  module Loader
    SONAME = "libvce.so.2"
    FLAGS = FFI::DynamicLibrary::RTLD_LAZY | FFI::DynamicLibrary::RTLD_LOCAL

    # What the types of ffi hold. As a char a program may also give an unsigned one.
    RANGES = {
      char: -128..255, short: -32_768..32_767, ushort: 0..65_535, int: Checks::INT,
      uint: 0..4_294_967_295, long_long: -(1 << 63)..(1 << 63) - 1,
      time_t: -(1 << 63)..(1 << 63) - 1, size_t: 0..(1 << 64) - 1
    }.freeze
    private_constant :RANGES

    # @return [String] what the loader was given: a path or a name
    attr_reader :path

    # @return [Array<(String, String)>] what it is, and what the loader gets, in the order of trying
    def self.candidates
      named = ENV.fetch("VCE_LIBRARY", "")
      return [["environment variable VCE_LIBRARY", named]] unless named.empty?

      beside = [SONAME, "libvce.so"].map { |name| File.join(__dir__, name) }
      there = beside.select { |path| File.exist?(path) }
      found = (there.empty? ? beside.first(1) : there).map { |path| ["beside the gem", path] }
      found << ["the system's loader", SONAME]
      tree = File.expand_path("../../../..", __dir__)
      if __dir__ == File.join(tree, "compat/ruby/lib/vce")
        found << ["source tree", File.join(tree, "build/libvce.so")]
      end
      found
    end

    # @raise [LibraryNotFound]
    def load_library
      tried = Loader.candidates.map do |what, name|
        FFI::DynamicLibrary.open(name, FLAGS)
        @path = name
        return ffi_lib(name)
      rescue LoadError => e
        "#{what}: #{e.message.delete_prefix("Could not open library '#{name}': ")}"
      end
      raise LibraryNotFound, "libvce cannot be loaded. Install it, or set VCE_LIBRARY to the " \
                             "path of libvce.so. Tried:\n  #{tried.join("\n  ")}"
    end

    # @raise [LibraryNotFound] the library is older than this gem and lacks the function
    def attach_function(name, parameters, *)
      (@parameters ||= {})[name] = parameters
      super
    rescue FFI::NotFoundError
      raise LibraryNotFound, "#{path} has no function #{name}: it is older than this gem"
    end

    # Has a function refuse numbers that ffi or C would cut. Without this check it stays callable as
    # `native_...`.
    #
    # @param positions [Hash{Symbol => Integer}] where its numbers are, by the names of parameters
    def check_numbers(name, **positions)
      native = :"native_#{name}"
      singleton_class.alias_method(native, name)
      checked = positions.map { |parameter, n| [parameter, n, RANGES.fetch(@parameters[name][n])] }
      define_singleton_method(name) do |*arguments, &block|
        checked.each do |parameter, n, range|
          Checks.number(parameter, arguments[n], range) if n < arguments.size
        end
        __send__(native, *arguments, &block)
      end
    end

    # @return [FFI::Pointer] the address of a function, such as a ready-made parser to be set
    def address_of(name)
      ffi_libraries.first.find_function(name.to_s)
    end
  end
end
