-- How failures are told: nil, a message and the error code.

local raw = require("vce.raw")

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

-- The failure that the last error of the library names.
function errors.last(where)
  return errors.failure(where, raw.vce_get_last_error())
end

-- A result of 0 or more as it is, else the failure it names.
function errors.check(where, result)
  if result < 0 then
    return errors.failure(where, result)
  end
  return result
end

return errors
