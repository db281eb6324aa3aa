-- The messages of the library for a function of the program.

local options = require("vce.options")
local raw = require("vce.raw")

local LEVELS = { Fatal = "error", Bug = "critical", Warning = "warning" }

local receiver
local callback

-- Sends the messages of the library to a function; nil: to standard error again, as at first.
--   receiver(level, text)  level is "error", "critical", "warning" or "info". It must not use the
--                          library; an error in it is reported on standard error
--   verbosity              below 0: nothing, 0 (default): normal messages, above 0: verbose ones too
return function(f, verbosity)
  options.check_function("receiver", f, 2)
  if verbosity ~= nil then
    options.check_integer("verbosity", verbosity, 2)
  end
  receiver = f
  if f and not callback then
    callback = raw.callback("log_callback", function(_, text)
      if receiver then
        receiver(LEVELS[text:match("^%a+")] or "info", (text:gsub("\n$", "")))
      end
    end)
  end
  raw.vce_errout_set_another(f and callback or nil)
  raw.vce_set_verbose_mode(verbosity or 0)
end
