# frozen_string_literal: true

# Installing without a network, and finding the library.

require "fileutils"
require "minitest"
require "open3"
require "rbconfig"
require "tmpdir"

# Each test has a copy of the project in a folder of its own, outside of the source tree.
class Elsewhere < Minitest::Test
  PROJECT = File.expand_path("..", __dir__)
  LIBRARY = ENV["VCE_LIBRARY"] || File.expand_path("../../build/libvce.so", PROJECT)
  SHOW = 'require "vce"; puts Vce::Raw.path; Vce.init; Vce.heartbeat; Vce.finalize'

  def setup
    @folder = File.realpath(Dir.mktmpdir)
    @copy = File.join(@folder, "copy")
    FileUtils.mkdir_p(File.join(@copy, "lib/vce"))
    %w[vce.gemspec README.md lib/vce.rb].each do |name|
      FileUtils.cp(File.join(PROJECT, name), File.join(@copy, name))
    end
    FileUtils.cp(Dir[File.join(PROJECT, "lib/vce/*.rb")], File.join(@copy, "lib/vce"))
  end

  def teardown
    FileUtils.remove_entry(@folder)
  end

  # Output and whether it succeeded.
  def run_ruby(*arguments, library: nil, path: nil)
    environment = { "VCE_LIBRARY" => library, "RUBYLIB" => path, "RUBYOPT" => nil,
                    "LD_LIBRARY_PATH" => nil, "GEM_HOME" => File.join(@folder, "gems"),
                    "HOME" => @folder }
    output, status = Open3.capture2e(environment, RbConfig.ruby, *arguments, chdir: @folder)
    [output, status.success?]
  end

  def show(library: nil, path: File.join(@copy, "lib"))
    run_ruby("-w", "-e", SHOW, library: library, path: path)
  end
end

class TestFinding < Elsewhere
  def test_the_environment_variable_comes_first
    FileUtils.cp(LIBRARY, File.join(@copy, "lib/vce/libvce.so.2"))
    assert_equal ["#{LIBRARY}\n", true], show(library: LIBRARY)
    output, good = show(library: "/nowhere/libvce.so")
    refute good
    assert_includes output, "LibraryNotFound"
    assert_includes output, "environment variable VCE_LIBRARY: /nowhere/libvce.so"
    refute_includes output, "beside the gem"
  end

  def test_then_a_copy_beside_the_gem
    %w[libvce.so libvce.so.2].each do |name|
      place = File.join(@copy, "lib/vce", name)
      FileUtils.cp(LIBRARY, place)
      assert_equal ["#{place}\n", true], show
      assert_equal ["#{place}\n", true], show(library: "")
    end
  end

  def test_then_the_system_or_an_error_that_names_every_place
    output, good = show
    return assert_equal("libvce.so.2\n", output) if good

    ["LibraryNotFound", "set VCE_LIBRARY", "beside the gem: #{@copy}/lib/vce/libvce.so.2",
     "the system's loader: libvce.so.2"].each { |place| assert_includes output, place }
    refute_includes output, "source tree"
  end

  def test_in_a_source_tree_its_build_folder
    FileUtils.mkdir_p(File.join(@folder, "tree/compat"))
    FileUtils.cp_r(@copy, File.join(@folder, "tree/compat/ruby"))
    lib = File.join(@folder, "tree/compat/ruby/lib")
    place = File.join(@folder, "tree/build/libvce.so")
    output, good = show(path: lib)
    return assert_equal("libvce.so.2\n", output) if good # one in the system comes first

    assert_includes output, "source tree: #{place}"
    FileUtils.mkdir_p(File.dirname(place))
    FileUtils.cp(LIBRARY, place)
    assert_equal ["#{place}\n", true], show(path: lib)
  end

  def test_another_library_is_no_libvce
    output, good = show(library: "libc.so.6")
    refute good
    assert_match(/libc\.so\.6 has no function vce_\w+: it is older than this gem/, output)
  end
end

class TestInstalling < Elsewhere
  def gem(*arguments)
    output, good = run_ruby("-S", "gem", *arguments)
    assert good, output
    output
  end

  # What the gem says about itself.
  def build
    gem("build", "-C", @copy, "-o", File.join(@folder, "vce.gem"), "vce.gemspec")
    gem("specification", "vce.gem", "--ruby")
  end

  def install
    gem("install", "--local", "--no-document", "vce.gem")
    FileUtils.remove_entry(@copy)
  end

  def test_the_gem_builds_and_installs_without_a_network_and_works
    refute_includes build, "x86"
    install
    program = "#{SHOW}; puts Gem.loaded_specs['vce'].full_gem_path"
    output, good = run_ruby("-w", "-e", program, library: LIBRARY)
    assert good, output
    assert_match(%r{\A#{LIBRARY}\n#{@folder}/gems/gems/vce-\d+\.\d+\.\d+\n\z}, output)
  end

  def test_a_library_beside_the_gem_goes_along
    FileUtils.cp(LIBRARY, File.join(@copy, "lib/vce/libvce.so.2"))
    assert_includes build, "lib/vce/libvce.so.2"
    install
    output, good = show(path: nil)
    assert good, output
    assert_match(%r{\A#{@folder}/gems/gems/vce-[^/]+-linux[^/]*/lib/vce/libvce\.so\.2\n\z}, output)
  end
end
