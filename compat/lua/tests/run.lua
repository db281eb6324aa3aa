-- Runs the tests of the named files: usage: run.lua TEST...
--
-- A file gives a table of functions by name. Each begins without contexts; whatever it leaves is
-- released.

local support = require("support")
local vce = require("vce")

local passed, failed = 0, 0

local function run(name, test)
  assert(vce.initialize())
  vce.raw.vce_set_verbose_mode(-1)
  local ok, problem = xpcall(test, function(p)
    return debug.traceback(tostring(p), 2)
  end)
  for _, release in ipairs(support.take_cleanups()) do
    release()
  end
  assert(vce.finalize())
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print(("[  FAILED  ] %s\n%s"):format(name, problem))
  end
end

for _, file in ipairs(arg) do
  local names, tests = {}, require(file)
  for name in pairs(tests) do
    names[#names + 1] = name
  end
  table.sort(names)
  for _, name in ipairs(names) do
    run(file .. ": " .. name, tests[name])
  end
end

print(("[  PASSED  ] %d test(s)."):format(passed))
if failed > 0 then
  print(("[  FAILED  ] %d test(s)."):format(failed))
end
os.exit(failed == 0 and passed > 0, true) -- closes the Lua state too
