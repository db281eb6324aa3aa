# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = "vce"
  spec.version = File.read(File.join(__dir__, "lib/vce/raw.rb"))[/LIBVCE_VERSION = "(.*)"/, 1]
  spec.summary = "TCP connections that carry records, driven by one heartbeat (libvce)"
  spec.authors = ["the libvce authors"]
  spec.license = "MIT"
  spec.required_ruby_version = ">= 3.1"
  spec.add_dependency "ffi", "~> 1.15"

  # If someone has put a libvce.so beside the code, it goes along, for this kind of machine only.
  spec.files = Dir.chdir(__dir__) { Dir["README.md", "lib/**/*.rb", "lib/vce/libvce.so*"].sort }
  spec.platform = Gem::Platform.local if spec.files.any? { |file| file.include?(".so") }
end
