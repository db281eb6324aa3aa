# Stands in for the generator that old build files call: `ruby gen.rb proto.txt` runs vcegen, which
# lies beside this file, with the same arguments.
exec(ENV.fetch("PYTHON", "python3"), File.join(__dir__, "main.py"), *ARGV)
