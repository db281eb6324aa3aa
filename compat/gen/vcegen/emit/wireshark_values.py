"""The middle part of a dissector, in Lua: reading values, with the checks of the stubs."""

TEXT = """\

local length_field = add(ProtoField.uint32(ABBREVIATION .. ".length", "Record length"))
local id_field = add(ProtoField.uint32(ABBREVIATION .. ".id", "Message", base.DEC, names))
local direction_field = add(ProtoField.string(ABBREVIATION .. ".direction", "Direction"))
local prefix_field = add(ProtoField.uint8(ABBREVIATION .. ".protocol_id", "Protocol id"))
local trailing_field = add(ProtoField.bytes(ABBREVIATION .. ".trailing", "Trailing bytes"))
protocol.fields = fields

local experts = {}
local function expert_field(name, text, group, severity)
  local field = ProtoExpert.new(ABBREVIATION .. "." .. name, text, group, severity)
  experts[#experts + 1] = field
  return field
end
local MALFORMED, PROTOCOL = expert.group.MALFORMED, expert.group.PROTOCOL
local ERROR, WARN, NOTE = expert.severity.ERROR, expert.severity.WARN, expert.severity.NOTE
local CUT = expert_field("cut", "The record ends inside an array or string: it is ignored",
                         MALFORMED, ERROR)
local FULL = expert_field("full", "The record is cut, or something is longer than declared"
                          .. " (VCE_EFULL)", MALFORMED, ERROR)
local SUPPORT = expert_field("support", "A length that has no meaning (VCE_ESUPPORT)", MALFORMED,
                             ERROR)
local FRAMING = expert_field("framing", "The length of the record is above 1 GiB", MALFORMED, ERROR)
local UNKNOWN = expert_field("unknown", "There is no message with this id (VCE_EGENCOMMAND)",
                             PROTOCOL, WARN)
local DIRECTION = expert_field("wrong_direction", "The other side sends this message"
                               .. " (VCE_EGENCOMMAND)", PROTOCOL, WARN)
local EMPTY = expert_field("empty", "A record without an id: it is ignored", PROTOCOL, NOTE)
local TOO_LONG = expert_field("too_long", "Longer than the limit of this message: the server asks"
                              .. " toolong_recv_warning", PROTOCOL, WARN)
local TRAILING = expert_field("trailing_bytes", "Bytes behind the arguments: they are ignored",
                              PROTOCOL, NOTE)
protocol.experts = experts

-- ---- Values -------------------------------------------------------------------------------------

-- Functions that read return what they found at an offset and the offset behind it, those that add
-- only the latter; or nil and what is wrong.

local function read_count(record, at)
  local left = record:len() - at
  if left < 1 then
    return nil, CUT
  end
  local first = record(at, 1):uint()
  if first < 0xfd then
    return first, at + 1
  elseif first == 0xff then
    return nil, SUPPORT
  end
  local size = first == 0xfd and 5 or 9
  if left < size then
    return nil, CUT
  elseif size == 9 and record(at + 1, 4):uint() ~= 0 then
    return nil, SUPPORT
  end
  return record(at + size - 4, 4):uint(), at + size
end

-- Number of elements and offset of the first one, if all of them are there.
local function read_array(record, at, width, maximum)
  local count, first = read_count(record, at)
  if not count then
    return nil, first
  elseif count * width > 0x7fffffff then
    return nil, FULL
  elseif count * width > record:len() - first then
    return nil, CUT
  elseif count > maximum then
    return nil, FULL
  end
  return count, first
end

-- Adds a text of at most `maximum` bytes that fits a buffer of `room` bytes with a NUL.
local function add_text(tree, record, at, field, maximum, room)
  local count, first = read_array(record, at, 1, maximum)
  if not count then
    return nil, first
  end
  local length = count
  if count > 0 then
    local nul = record:raw(first, count):find("\\0", 1, true)
    length = nul and nul - 1 or count
  end
  if length >= room then
    return nil, FULL
  elseif length > 0 then
    -- TvbRange:string() cuts texts that get longer by U+FFFD.
    tree:add_packet_field(field, record(first, length), ENC_UTF_8)
  else
    tree:add(field, record(at, first + count - at), "")
  end
  return first + count
end

local add_value

local function add_struct(tree, record, at, member)
  local start = at
  local item = tree:add(member.field, record(at))
  for _, inner in ipairs(structs[member.struct]) do
    local problem
    at, problem = add_value(item, record, at, inner)
    if not at then
      return nil, problem
    end
  end
  item:set_len(at - start)
  return at
end

-- Adds one element of an array, or a single value.
local function add_single(tree, record, at, member)
  if member.kind == "struct" then
    return add_struct(tree, record, at, member)
  elseif member.kind == "stringarray" then
    return add_text(tree, record, at, member.field, member.length - 1, member.length)
  end
  local number = NUMBERS[member.kind]
  if record:len() - at < number.width then
    return nil, FULL
  end
  local range = record(at, number.width)
  tree:add(member.field, range, number.read(range))
  return at + number.width
end

local function add_array(tree, record, at, member)
  local count, after
  if member.kind == "struct" then
    if record:len() - at < 4 then
      return nil, FULL
    end
    count, after = record(at, 4):int(), at + 4
  elseif member.kind == "stringarray" then
    count, after = read_count(record, at)
  else
    count, after = read_array(record, at, NUMBERS[member.kind].width, member.size)
  end
  if not count then
    return nil, after
  elseif count < 0 or count > member.size then
    return nil, FULL
  end
  local item = tree:add(member.count_field, record(at, after - at), count)
  for i = 0, count - 1 do
    local problem
    after, problem = add_single(item, record, after, member)
    if not after then
      return nil, problem
    end
  end
  item:set_len(after - at)
  return after
end

-- Adds a parameter or member. Returns the offset behind it, or nil and what is wrong.
function add_value(tree, record, at, member)
  if member.kind == "string" then
    local room = member.in_struct and member.size or member.size + 1
    return add_text(tree, record, at, member.field, member.size, room)
  elseif member.kind == "bytes" then
    local count, first = read_array(record, at, 1, member.size)
    if not count then
      return nil, first
    end
    tree:add(member.field, record(first, count))
    return first + count
  elseif member.size then
    return add_array(tree, record, at, member)
  end
  return add_single(tree, record, at, member)
end

"""
