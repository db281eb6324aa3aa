"""The last part of a dissector, in Lua: records, framing, and the ports that it is used on."""

TEXT = """\
-- ---- Records ------------------------------------------------------------------------------------

protocol.prefs.ports = Pref.range("TCP ports of servers", "",
                                  "Ports that servers listen on, such as 5000 or 5000-5010", 65535)
protocol.prefs.framing = Pref.enum("Framing", 0, "What stands before each record",
                                   {{1, "Automatic", 0}, {2, "bin16", 2}, {3, "bin32", 4}}, false)

local function is_server_port(port)
  for first, last in protocol.prefs.ports:gmatch("(%d+)%-?(%d*)") do
    local low = tonumber(first)
    if port >= low and port <= (tonumber(last) or low) then
      return true
    end
  end
  return false
end

-- Who sends the packet; nil if the ports do not tell.
local function direction_of(pinfo)
  local from, to = is_server_port(pinfo.src_port), is_server_port(pinfo.dst_port)
  if from == to then
    return nil
  end
  return to and C2S or S2C
end

local function read_id(record, at)
  if record:len() - at < ID_WIDTH then
    return nil
  end
  return record(at, ID_WIDTH):uint()
end

local function show(pinfo, text)
  pinfo.cols.info:append(pinfo.private.vce_shown and ", " .. text or text)
  pinfo.private.vce_shown = "yes"
end

local function add_record(tree, record, pinfo)
  local at = 0
  if PREFIX and record:len() > 0 and record(0, 1):uint() == PREFIX then
    local found = messages[read_id(record, 1) or -1]
    if found and found.direction == C2S then -- between a client and the multiplexer
      tree:add(prefix_field, record(0, 1))
      at = 1
    end
  end
  local id = read_id(record, at)
  if not id then
    tree:add_proto_expert_info(EMPTY)
    show(pinfo, "(empty)")
    return
  end
  local item = tree:add(id_field, record(at, ID_WIDTH))
  local found = messages[id]
  if not found then
    item:add_proto_expert_info(UNKNOWN)
    show(pinfo, "unknown " .. id)
    return
  end
  show(pinfo, found.name)
  tree:append_text(", " .. found.name)
  tree:add(direction_field, found.direction):set_generated()
  if (direction_of(pinfo) or found.direction) ~= found.direction then
    item:add_proto_expert_info(DIRECTION)
  end
  if found.limit and record:len() - at > found.limit then
    tree:add_proto_expert_info(TOO_LONG)
  end
  at = at + ID_WIDTH
  for _, parameter in ipairs(found.parameters) do
    local problem
    at, problem = add_value(tree, record, at, parameter)
    if not at then
      tree:add_proto_expert_info(problem)
      show(pinfo, "[malformed]")
      return
    end
  end
  if at < record:len() then
    tree:add(trailing_field, record(at)):add_proto_expert_info(TRAILING)
  end
end

-- ---- The stream ---------------------------------------------------------------------------------

local stream_number = Field.new("tcp.stream")
local framings = {} -- bytes of the length in front of records, by stream

-- No message is so long that a length of 4 bytes begins with anything but zeros, unless LARGEST
-- says so; then only an id that is known after 2 bytes tells.
local function guess_framing(buffer)
  if buffer:len() < 2 then
    return nil
  end
  local short = buffer(0, 2):uint()
  if short == 0 then
    return 4
  elseif LARGEST < 0x10000 then
    return 2
  elseif buffer:len() < 4 + ID_WIDTH then
    return nil
  end
  local found = messages[read_id(buffer, 2)]
  return found and short >= found.smallest and 2 or 4
end

local function framing_of(buffer)
  if protocol.prefs.framing ~= 0 then
    return protocol.prefs.framing
  end
  local number = stream_number().value
  framings[number] = framings[number] or guess_framing(buffer)
  return framings[number]
end

local LONGEST = 0x40000000

function protocol.dissector(buffer, pinfo, tree)
  local framing = framing_of(buffer)
  if not framing then
    pinfo.desegment_offset = 0
    pinfo.desegment_len = DESEGMENT_ONE_MORE_SEGMENT
    return buffer:len()
  end
  pinfo.cols.protocol = NAME
  pinfo.cols.info = "" -- what earlier records of the packet have put there stays
  dissect_tcp_pdus(buffer, tree, framing, function(part, _, offset)
    local length = part(offset, framing):uint()
    -- What follows cannot be told apart any more.
    return length > LONGEST and part:len() - offset or framing + length
  end, function(part)
    local item = tree:add(protocol, part())
    local length_item = item:add(length_field, part(0, framing))
    if part(0, framing):uint() > LONGEST then
      length_item:add_proto_expert_info(FRAMING)
    elseif part:len() > framing then
      add_record(item, part(framing):tvb(), pinfo)
    else
      item:add_proto_expert_info(EMPTY)
      show(pinfo, "(empty)")
    end
    return part:len()
  end)
  return buffer:len()
end

function protocol.init()
  framings = {}
end

local tcp_ports = DissectorTable.get("tcp.port")
local ports = ""

function protocol.prefs_changed()
  if ports ~= protocol.prefs.ports then
    if ports ~= "" then
      tcp_ports:remove(ports, protocol)
    end
    ports = protocol.prefs.ports
    if ports ~= "" then
      tcp_ports:add(ports, protocol)
    end
  end
end

tcp_ports:add_for_decode_as(protocol)
"""
