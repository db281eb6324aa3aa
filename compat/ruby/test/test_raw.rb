# frozen_string_literal: true

# The thin layer: complete, with the right types, and conn_t by value in both directions.

require "json"
require "tempfile"
require_relative "support"

Raw = Vce::Raw

class TestCompleteness < LibraryTest
  MODEL = JSON.parse(File.read(File.expand_path("../../model/model.json", __dir__)))
  NUMBERS = { "char" => 1, "short" => 2, "ushort" => 2, "int" => 4, "uint" => 4, "int64" => 8,
              "size_t" => 8, "time_t" => 8, "conn_t" => 16, "CLOSE_REASON" => 4,
              "BINDATATYPE" => 4 }.freeze
  UNSIGNED = %w[ushort uint size_t].freeze
  SIGNED = { FFI::Type::CHAR => true, FFI::Type::SHORT => true, FFI::Type::INT => true,
             FFI::Type::LONG => true, FFI::Type::LONG_LONG => true, FFI::Type::USHORT => false,
             FFI::Type::UINT => false, FFI::Type::ULONG => false }.freeze
  ADDRESSES = [FFI::Type::POINTER, FFI::Type::STRING].freeze

  def test_every_function_is_bound_with_its_types
    MODEL["functions"].each do |f|
      name = f["name"]
      assert_respond_to Raw, name
      parameters, result, options = Bound::FUNCTIONS.fetch(name)
      assert_equal f["variadic"], parameters.last == :varargs, name
      assert_types name, f["parameters"], parameters - [:varargs]
      assert_type name, f["result"]["type"], result
      assert_equal f["may_block"], options.fetch(:blocking, false), name
    end
    assert_operator MODEL["functions"].size, :>, 150
  end

  def test_every_callback_type_has_its_arguments
    MODEL["callbacks"].each do |c|
      parameters, result = Bound::CALLBACKS.fetch(c["name"])
      assert_types c["name"], c["parameters"], parameters
      assert_type c["name"], c["result"]["type"], result
    end
  end

  def test_every_structure_has_its_layout
    MODEL["structs"].each do |s|
      bound = Raw.const_get(s["name"].delete_suffix("_t").split("_").map(&:capitalize).join)
      assert_equal [s["size"], s["align"]], [bound.size, bound.alignment], s["name"]
      fields = s["fields"].map { |f| [f["name"].to_sym, f["offset"], f["size"]] }
      found = bound.instance_variable_get(:@layout).fields
      assert_equal fields, found.map { |f| [f.name, f.offset, f.size] }
    end
  end

  def test_every_constant_has_its_value
    values = MODEL["constants"] + MODEL["enums"].flat_map { |e| e["values"] }
    values.each { |c| assert_equal c["value"], Raw.const_get(c["name"]), c["name"] }
  end

  private

  def assert_types(name, parameters, types)
    assert_equal parameters.size, types.size, name
    parameters.zip(types) { |p, type| assert_type "#{name}, #{p['name']}", p["type"], type }
  end

  def assert_type(name, kind, type)
    return assert_equal(kind["callback"].to_sym, type, name) if kind["name"] == "callback"

    found = Raw.find_type(type)
    if kind["pointers"].positive? || %w[tcpcontext_t va_list].include?(kind["name"])
      assert_includes ADDRESSES, found, name
    elsif kind["name"] == "void"
      assert_equal FFI::Type::VOID, found, name
    else
      assert_equal NUMBERS.fetch(kind["name"]), found.size, name
      return if kind["name"] == "conn_t"

      assert_equal !UNSIGNED.include?(kind["name"]), SIGNED.fetch(found), name
    end
  end
end

class TestCalls < LibraryTest
  def test_text_goes_in_and_comes_out
    out = FFI::MemoryPointer.new(32)
    assert_equal 6, Raw.vce_escape_string(out, 32, "a\n\0b", 4)
    assert_equal "a\\n\\0b", out.read_string
    assert_equal "b,c", Raw.vce_text_split_index("a,b,c", ",".ord, 1)
    assert_nil Raw.vce_text_split_index("a,b,c", ",".ord, 9)
    assert_equal Raw::VCE_ENOTFOUND, Raw.vce_get_last_error
    assert_nil Raw.vce_snprintf(out, 32, "%d-%s", :int, 7, :string, "x")
    assert_equal "7-x", out.read_string
    assert_equal Raw::STRDEF_EMESG_EFULL, Raw.vce_strerror(Raw::VCE_EFULL)
    assert_raises(ArgumentError) { Raw.vce_atoi("1\0") }
  end

  def test_values_come_out_through_pointers
    major, minor = Array.new(2) { FFI::MemoryPointer.new(:int) }
    Raw.vce_get_version(major, minor, nil)
    assert_equal [Raw::LIBVCE_VERSION_MAJOR, Raw::LIBVCE_VERSION_MINOR],
                 [major.read_int, minor.read_int]
    numbers = FFI::MemoryPointer.new(:int, 3).write_array_of_int([1, -2, 3])
    out = FFI::MemoryPointer.new(32)
    length = Raw.vce_binary_push_nb_ia4(out, 0, 32, numbers, 3)
    assert_equal [3, 1, -2, 3].pack("CL>*"), out.read_bytes(length)
    back = FFI::MemoryPointer.new(:int, 3)
    count = FFI::MemoryPointer.new(:int).write_int(3)
    assert_equal length, Raw.vce_binary_pop_nb_ia4(out, length, 0, back, count)
    assert_equal [1, -2, 3], back.read_array_of_int(3)
    texts = %w[one two].map { |text| FFI::MemoryPointer.from_string(text) }
    strings = FFI::MemoryPointer.new(:pointer, 2).write_array_of_pointer(texts)
    assert_equal 9, Raw.vce_binary_push_nb_stra(out, 0, 32, strings, 2, 10)
  end

  def test_a_packed_structure_is_filled
    memory = FFI::MemoryPointer.new(Raw::BinInfo, 2)
    number, text = Raw::BinInfo.new(memory[0]), Raw::BinInfo.new(memory[1])
    number[:t] = Raw::SINGLE_INT
    number[:p] = FFI::MemoryPointer.new(:int).write_int(0x01020304)
    text[:t] = Raw::CHARARRAY_8
    text[:n] = 2
    text[:p] = bytes = FFI::MemoryPointer.new(2).write_bytes("\x05\x06")
    out = FFI::MemoryPointer.new(16)
    assert_equal 7, Raw.vce_binary_pack(memory, 2, out, 16)
    assert_equal "\1\2\3\4\2\5\6", out.read_bytes(7)
    assert_equal 2, bytes.size
  end

  def test_files_are_read_with_callbacks
    Tempfile.create("settings") do |file|
      file.write("a=1\n# no\nb=2\n")
      file.flush
      seen = []
      callback = ->(*line) { seen << line; 0 }
      assert_equal 0, Raw.vce_read_simple_config_file(file.path, callback)
      assert_equal [[file.path, 1, "a", "1"], [file.path, 3, "b", "2"]], seen
    end
  end

  def test_object_arrays
    index = Raw.vce_init_array(8, 2, "pool")
    first = Raw.vce_alloc_array_object(index)
    assert_equal first, Raw.vce_get_array_object_top(index)
    assert_equal 0, Raw.vce_get_array_object_index(index, first)
    Raw.vce_alloc_array_object(index)
    assert_predicate Raw.vce_alloc_array_object(index), :null?
    assert_equal Raw::VCE_EFULL, Raw.vce_get_last_error
    assert_equal 0, Raw.vce_end_array(index)
  end

  def test_an_exception_in_a_callback_of_the_thin_layer_comes_up_after_the_call
    assert_raises(KeyError) { Raw.vce_read_plain_text_file(__FILE__, ->(*) { raise KeyError }) }
  end
end

class TestByValue < LibraryTest
  def make_context
    context = Raw.vce_tcpcontext_create(1, HOST, 0, 10, 1024, 1024, 60, 0, 1, 16)
    Raw.vce_tcpcontext_set_conn_acceptwatcher(context, @accept)
    Raw.vce_tcpcontext_set_conn_closewatcher(context, @close)
    Raw.vce_tcpcontext_set_conn_parser(context, Raw.address_of(:vce_protocol_parser_text), @record)
    context
  end

  def test_connections_by_value_in_calls_results_and_callbacks
    seen = []
    visited = []
    plain = ->(c) { [c[:p].address, c[:serial]] }
    @accept = ->(c) { seen << [:accept, *plain[c], Raw.vce_conn_is_valid(c)]; 0 }
    @close = ->(c, reason) { seen << [:close, c[:serial], reason]; 0 }
    @record = lambda do |c, address, length|
      seen << [:record, c[:serial], address.read_bytes(length)]
      Raw.vce_protocol_unparser_text(c, "answer", 6)
    end
    io = lambda do |c, flag, address, length|
      seen << [:io, c[:serial], flag, address.read_bytes(length)]
    end

    context = make_context
    peer = TCPSocket.new(HOST, Raw.vce_tcpcontext_get_port(context))
    @peers << peer
    wait { seen.any? }
    all = FFI::MemoryPointer.new(Raw::Conn, 10)
    assert_equal 1, Raw.vce_tcpcontext_get_all_connection(context, all, 10)
    c = Raw::Conn.new(all)
    assert_equal [[:accept, *plain[c], 1]], seen
    assert_equal 0, Raw.vce_tcpcontext_conn_iterate(context, ->(each) { visited << plain[each]; 0 })
    assert_equal [plain[c]], visited

    slot = Raw.vce_conn_get_struct_from_index(Raw.vce_conn_get_index(c))
    assert_equal plain[c], plain[slot]
    assert_equal 1, Raw.vce_conn_is_equal(slot, c)
    slot[:serial] += 1
    assert_equal 0, Raw.vce_conn_is_equal(slot, c)
    assert_equal 0, Raw.vce_conn_is_valid(slot)
    size = FFI::MemoryPointer.new(:int)
    refute_predicate Raw.vce_conn_get_state_buffer(c, size), :null?
    assert_equal 16, size.read_int

    Raw.vce_conn_set_io_callback(c, io)
    peer.write("question\n")
    wait { seen.size >= 4 }
    assert_equal [[:io, c[:serial], 0, "question\n"], [:record, c[:serial], "question"],
                  [:io, c[:serial], 1, "answer\n"]], seen[1, 3]
    assert_equal "answer\n", peer.readpartial(100)

    Raw.vce_conn_set_parser(c, nil, nil)
    peer.write("a\0b")
    start = FFI::MemoryPointer.new(:pointer)
    wait do
      Raw.vce_conn_get_buffer(c, start, size, nil, nil)
      size.read_int.positive?
    end
    assert_equal "a\0b", start.read_pointer.read_bytes(size.read_int)
    Raw.vce_conn_close(c)
    wait { seen.size > 5 }
    assert_equal [:close, c[:serial], Raw::CLOSE_REASON_APPLICATION], seen.last
  end

  def test_handles_of_callbacks_are_copies_that_outlive_them
    handles = []
    @accept = ->(c) { handles << c; 0 }
    @close = @record = nil
    context = make_context
    5.times { @peers << TCPSocket.new(HOST, Raw.vce_tcpcontext_get_port(context)) }
    wait { handles.size == 5 }
    GC.start
    1000.times { Raw::Conn.new }
    assert_equal [1] * 5, handles.map { |c| Raw.vce_conn_is_valid(c) }
    slots = handles.map { |c| Raw.vce_conn_get_struct_from_index(Raw.vce_conn_get_index(c)) }
    assert_equal slots.map { |c| c[:serial] }, handles.map { |c| c[:serial] }
  end

  def test_a_returned_handle_is_the_null_handle_on_failure
    handle = Raw.vce_tcpcontext_connect(nil, HOST, 1)
    assert_predicate handle[:p], :null?
    assert_equal 0, handle[:serial]
    assert_equal Raw::VCE_EINVAL, Raw.vce_get_last_error
  end
end
