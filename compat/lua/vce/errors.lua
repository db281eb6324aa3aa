-- How failures are told: nil, a message and the error code.

local raw = require("vce.raw")

local LONGEST_DETAIL = 512 -- bytes

local errors = {}
local names = {}
for name, value in pairs(raw) do
  if name:find("^VCE_E") then
    names[value] = name
  end
end

-- The name of an error code, such as "VCE_EFULL"; nil for other numbers.
function errors.name(code)
  return names[code]
end

-- nil, message, code. `detail` replaces the library's text of the code.
function errors.failure(where, code, detail)
  local text = detail or raw.vce_strerror(code)
  return nil, ("%s: %s (%d): %s"):format(where, names[code] or "error", code, text), code
end

-- The text that a function of the library stores; nil if it has none.
function errors.text_of(f, ...)
  local arguments = { ... }
  local text = raw.new("char", LONGEST_DETAIL)
  arguments[#arguments + 1] = text
  arguments[#arguments + 1] = LONGEST_DETAIL
  local length = f((unpack or table.unpack)(arguments))
  return length > 0 and raw.string(text) or nil
end

-- The failure that the last error of the library names, with what the system said.
function errors.last(where)
  local code = raw.vce_get_last_error()
  local text, detail = raw.vce_strerror(code), errors.text_of(raw.vce_get_last_error_detail)
  return errors.failure(where, code, detail and detail ~= text and text .. ": " .. detail or text)
end

-- A result of 0 or more as it is, else the failure it names.
function errors.check(where, result)
  if result < 0 then
    return errors.failure(where, result)
  end
  return result
end

return errors
