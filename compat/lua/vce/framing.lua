-- How records look on the wire, for those that are framed here instead of by the library.

local raw = require("vce.raw")

local framing = {}

local LONGEST_C = 2147483646 -- bytes that an int can count, with a line feed
local LONGEST = { bin16 = raw.BIN16DATA_MAX - 1, bin32 = raw.BIN32DATA_MAX }

-- Whether a framing can carry a record; else nil, code and perhaps a text. What is no string raises
-- an error for the caller of the method with that name, at that level.
function framing.check(kind, data, method, level)
  if type(data) ~= "string" then
    error(("bad argument to '%s' (string expected, got %s)"):format(method, type(data)), level + 1)
  end
  if kind == "text" and data:find("\n", 1, true) then
    return nil, raw.VCE_EINVAL, "a line of text must not contain LF"
  end
  if #data > (LONGEST[kind] or LONGEST_C) then
    return nil, raw.VCE_ELONGINPUT
  end
  return true
end

local function big_endian(number, count)
  local bytes = {}
  for n = count, 1, -1 do
    bytes[n] = string.char(number % 256)
    number = math.floor(number / 256)
  end
  return table.concat(bytes)
end

-- The bytes of a record; failures as above.
function framing.frame(kind, data, method, level)
  local ok, code, detail = framing.check(kind, data, method, level + 1)
  if not ok then
    return nil, code, detail
  end
  if kind == "text" then
    return data .. "\n"
  elseif kind == "through" then
    return data
  end
  return big_endian(#data, kind == "bin16" and 2 or 4) .. data
end

return framing
