-- Timers: functions that heartbeats call at certain times.

local callbacks = require("vce.callbacks")
local errors = require("vce.errors")
local options = require("vce.options")
local raw = require("vce.raw")
local state = require("vce.runtime").state

local unpack = table.unpack or unpack
local timers = {}

local SHORTEST, LONGEST = 0.000001, 100 * 365 * 86400 -- seconds

local Timer = {}
Timer.__index = Timer

function Timer:__tostring()
  return "vce.timer " .. (self:running() and "running" or "ended")
end

-- Whether it will call its function (again): neither stopped nor, if it runs once, over.
function Timer:running()
  return state.timers[self._id] == self
end

-- Calls its function no more. It may be called more than once, also by the function.
function Timer:stop()
  if self:running() then
    state.timers[self._id] = nil
    raw.vce_timer_stop(self._id)
  end
end

local run_timer = raw.callback("timer_callback", function(id)
  local timer = state.timers[id]
  if timer then
    if not timer._repeats then
      state.timers[id] = nil
    end
    callbacks.run("the function of a timer", timer._f, unpack(timer, 1, timer._count))
  end
end)

local function start(seconds, repeats, f, ...)
  options.check_patience("seconds", seconds, 3)
  if type(f) ~= "function" then
    error(("a timer calls a function, not a %s"):format(type(f)), 3)
  end
  local least = repeats and SHORTEST or 0
  if seconds < least or seconds > LONGEST then
    error(("seconds %g is outside %g to %.0f"):format(seconds, least, LONGEST), 3)
  end
  local id = raw.vce_timer_start(math.floor(seconds * 1000000 + 0.5), repeats and 1 or 0, run_timer,
    nil)
  if id < 0 then
    return errors.failure("vce_timer_start", id)
  end
  local timer = setmetatable({ ... }, Timer)
  timer._id, timer._repeats, timer._f, timer._count = id, repeats, f, select("#", ...)
  state.timers[id] = timer
  return timer
end

-- Has a heartbeat call a function once, with the arguments that follow it, when so many seconds have
-- passed: 0 to 3153600000 (100 years), in steps of a microsecond; 0: the next heartbeat. An error of
-- the function is written to standard error. finalize() ends all timers.
-- Returns a timer with stop() and running(), which runs also if nobody keeps it; or nil, message, code.
function timers.after(seconds, f, ...)
  local timer, message, code = start(seconds, false, f, ...)
  return timer, message, code
end

-- The same, again and again: at multiples of so many seconds (0.000001 or more), without drift. Those
-- that the program was too late for are left out. An error ends nothing.
function timers.every(seconds, f, ...)
  local timer, message, code = start(seconds, true, f, ...)
  return timer, message, code
end

return timers
