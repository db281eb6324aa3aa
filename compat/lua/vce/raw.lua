-- Every function, constant and type of vce.h, one to one, and what is needed to call them.
--
-- The same on LuaJIT (its FFI) and on plain Lua 5.4 (the C module vce.core); README.md says how
-- C types look in Lua. Nothing raises an error except arguments of wrong types; errors are what the
-- C function returns, and vce_get_last_error().

local with_ffi = type(rawget(_G, "jit")) == "table" and pcall(require, "ffi")
local raw = require(with_ffi and "vce.ffi" or "vce.core")
local made = require("vce.constants")

for name, value in pairs(made.constants) do
  raw[name] = value
end

-- Names of the fields of each structure.
raw.fields = made.fields

-- The fields of a structure, such as an element of what raw.new() made, as a table of numbers.
function raw.as_table(type_name, structure)
  local result = {}
  for _, name in ipairs(raw.fields[type_name]) do
    result[name] = tonumber(structure[name])
  end
  return result
end

-- Until the program sets something else.
raw.on_callback_error(function(kind, problem)
  io.stderr:write("vce: callback ", kind, " failed: ", tostring(problem), "\n")
end)

return raw
