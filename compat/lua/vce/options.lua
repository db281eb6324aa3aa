-- What a program gives: an unknown name, or a number that C would cut to another one,
-- raises an error at the place that `level` tells, as for error(): 1 is the caller of these.

local options = {}

local INT = { -2147483648, 2147483647 }
local COUNT = { 0, 2147483647 }
local SIZE = { 0, 9007199254740992 } -- C tells that it is too large
local RANGES = {
  port = { 0, 65535 },
  max_connections = INT,
  max_contexts = INT,
  read_buffer = SIZE,
  write_buffer = SIZE,
  idle_timeout = INT,
  records_per_heartbeat = COUNT,
  max_record = COUNT,
  safety_read = { 0, 100 },
  hiwater = COUNT,
  accepts_per_minute = COUNT,
  max_per_address = INT,
  verbosity = INT,
  ["keepalive.idle"] = { 0, 32767 },
  ["keepalive.interval"] = { 0, 32767 },
  ["keepalive.probes"] = { 0, 127 },
  records_per_second = COUNT,
  bytes_per_second = COUNT,
}
local LONGEST = 2147483 -- seconds, which fit an int as milliseconds

-- Refuses what is no integer of a range, by default the one of the option with that name.
function options.check_integer(name, value, level, least, greatest)
  if not least then
    least, greatest = RANGES[name][1], RANGES[name][2]
  end
  if type(value) ~= "number" then
    error(("%s must be an integer of %.0f to %.0f, not a %s"):format(name, least, greatest,
      type(value)), level + 1)
  elseif value ~= math.floor(value) then
    error(("%s %s is not an integer of %.0f to %.0f"):format(name, tostring(value), least,
      greatest), level + 1)
  elseif value < least or value > greatest then
    error(("%s %.0f is outside %.0f to %.0f"):format(name, value, least, greatest), level + 1)
  end
end

-- Refuses what is no number of seconds. Parts of seconds, less than 0 and math.huge are numbers.
function options.check_seconds(name, value, level)
  if value ~= nil and (type(value) ~= "number" or value ~= value) then
    error(("%s must be a number of seconds, not %s"):format(name, tostring(value)), level + 1)
  end
end

-- Refuses what is no number of seconds, and less than 0.
function options.check_patience(name, value, level)
  if type(value) ~= "number" or not (value >= 0) then
    error(("%s must be a number of 0 or more seconds, not %s"):format(name, tostring(value)),
      level + 1)
  end
end

-- Seconds, of which there must be some, as milliseconds.
function options.some_milliseconds(name, value, level)
  if type(value) ~= "number" or not (value > 0 and value <= LONGEST) then
    error(("%s must be a number of seconds above 0 and up to %d, or false, not %s"):format(name,
      LONGEST, tostring(value)), level + 1)
  end
  return math.ceil(value * 1000)
end

-- Refuses what is no function, nor nil.
function options.check_function(name, value, level)
  if value ~= nil and type(value) ~= "function" then
    error(("%s must be a function, not a %s"):format(name, type(value)), level + 1)
  end
end

-- The given options, with defaults for those left out. `handlers` is a list of names of functions.
function options.complete(where, given, defaults, handlers, level)
  if type(given) ~= "table" then
    error(("%s takes a table of options, not a %s"):format(where, type(given)), level + 1)
  end
  local all, names = {}, {}
  for name, default in pairs(defaults) do
    names[#names + 1] = name
    all[name] = default
  end
  table.sort(names)
  for _, name in ipairs(handlers) do
    names[#names + 1] = name
    options.check_function(name, given[name], level + 1)
  end
  for name, value in pairs(given) do
    if defaults[name] == nil then
      local known = false
      for _, one in ipairs(handlers) do
        known = known or one == name
      end
      if not known then
        error(("%s has no option %s, but %s"):format(where, tostring(name),
          table.concat(names, ", ")), level + 1)
      end
    end
    all[name] = value
  end
  for name, value in pairs(all) do
    -- false stands for never where it is the default, or means what the program may say
    if RANGES[name] and not (name == "idle_timeout" and value == false) then
      options.check_integer(name, value, level + 1)
    end
  end
  return all
end

-- The numbers of an option that has several, as a list; 0 where left out.
function options.numbers(name, given, names, level)
  local defaults, list = {}, {}
  for _, part in ipairs(names) do
    defaults[part] = 0
  end
  local all = options.complete(name, given, defaults, {}, level + 1)
  for n, part in ipairs(names) do
    options.check_integer(name .. "." .. part, all[part], level + 1)
    list[n] = all[part]
  end
  return list
end

return options
