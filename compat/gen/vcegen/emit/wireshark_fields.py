"""The first part of a dissector, in Lua (5.2 to 5.4): what tables of messages are made with.

It needs the locals `NAME`, `ID_WIDTH`, `LARGEST` and `PREFIX`; calls of `struct` and `message`
follow it, then the texts of `wireshark_values` and `wireshark_stream`.
"""

TEXT = """\
local ABBREVIATION = "vce_" .. NAME:lower()
local protocol = Proto(ABBREVIATION, "VCE protocol " .. NAME)

local C2S, S2C = "client to server", "server to client"

local fields = {} -- all that can be filtered for
local structs = {} -- members by the name of the struct
local messages = {} -- by id
local names = {} -- of messages, by id

-- How numbers are read from a range of bytes.
local NUMBERS = {
  char = {width = 1, make = ProtoField.int8, read = function(range) return range:int() end},
  uchar = {width = 1, make = ProtoField.uint8, read = function(range) return range:uint() end},
  short = {width = 2, make = ProtoField.int16, read = function(range) return range:int() end},
  ushort = {width = 2, make = ProtoField.uint16, read = function(range) return range:uint() end},
  int = {width = 4, make = ProtoField.int32, read = function(range) return range:int() end},
  uint = {width = 4, make = ProtoField.uint32, read = function(range) return range:uint() end},
  int64 = {width = 8, make = ProtoField.int64, read = function(range) return range:int64() end},
  float = {width = 4, make = ProtoField.float, read = function(range) return range:float() end},
}

local function add(field)
  fields[#fields + 1] = field
  return field
end

-- Gives members or parameters what they need to be shown; `path` comes before their names.
local function make_fields(path, members)
  for _, member in ipairs(members) do
    local name = path .. "." .. member.name
    local number = NUMBERS[member.kind]
    if member.kind == "bytes" then
      member.field = add(ProtoField.bytes(name, member.name))
    elseif member.kind == "struct" then
      member.field = add(ProtoField.none(name, member.name))
    elseif number then
      member.field = add(number.make(name, member.name))
    else
      member.field = add(ProtoField.string(name, member.name))
    end
    if member.size and member.kind ~= "bytes" and member.kind ~= "string" then
      member.count_field = add(ProtoField.uint32(name .. ".count", member.name .. " (elements)"))
    end
  end
  return members
end

local function struct(name, members)
  for _, member in ipairs(members) do
    member.in_struct = true
  end
  structs[name] = make_fields(ABBREVIATION .. ".struct." .. name, members)
end

-- `limit`: bytes above which a server asks its program whether it wants the record.
local function message(id, direction, name, smallest, limit, parameters)
  local path = ABBREVIATION .. (direction == C2S and ".c2s." or ".s2c.") .. name
  names[id] = name
  messages[id] = {
    id = id, direction = direction, name = name, smallest = smallest, limit = limit,
    parameters = make_fields(path, parameters),
  }
end

"""
