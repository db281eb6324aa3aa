# frozen_string_literal: true

# Runs the tests of the Ruby binding and says how many passed, as tests/run.py counts them.
#
# usage: run.rb [NAME ...]   all test files, or those named: raw for test_raw.rb

require "minitest"

# The lines that tests/run.py reads.
class Counts < Minitest::StatisticsReporter
  def report
    super
    results.select(&:skipped?).each do |test|
      io.puts "[  SKIPPED ] #{test.name}: #{test.failure.message}"
    end
    failed = failures + errors
    io.puts "[  PASSED  ] #{count - failed - skips} test(s)."
    io.puts "[  FAILED  ] #{failed} test(s)." if failed.positive?
    io.puts "[  SKIPPED ] #{skips} test(s)." if skips.positive?
  end
end

def Minitest.plugin_counts_init(_options)
  reporter << Counts.new
end
Minitest.extensions << "counts"

names = ARGV.dup
names = Dir.children(__dir__).filter_map { |name| name[/\Atest_(.*)\.rb\z/, 1] } if names.empty?
names.each { |name| require_relative "test_#{name}" }
exit(Minitest.run([]))
