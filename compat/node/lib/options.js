// Settings and times that a program gives: an unknown name, or a number that C would cut
// to another one, is refused.

import { outside } from './checks.js';

const INT = [-2147483648, 2147483647];
const COUNT = [0, 2147483647];
const PERCENT = [0, 100];
const LONGEST = 2147483; // seconds, 24 days: in milliseconds what a timer of Node and an int hold

/** Settings that are integers, and what they may be. */
const RANGES = {
  maxConnections: INT,
  maxContexts: INT,
  readBuffer: COUNT,
  writeBuffer: COUNT,
  idleTimeout: INT,
  recordsPerHeartbeat: COUNT,
  maxRecord: COUNT,
  safetyRead: PERCENT,
  hiwater: COUNT,
  acceptsPerMinute: COUNT,
  maxPerAddress: INT,
  'keepalive.idle': [0, 32767],
  'keepalive.interval': [0, 32767],
  'keepalive.probes': [0, 127],
  recordsPerSecond: COUNT,
  bytesPerSecond: COUNT,
  verbosity: INT,
};

/** Refuses settings that have another name than those that are known. */
export function checkNames(where, given, known) {
  if (given === null || typeof given !== 'object')
    throw new TypeError(`${where}: an object with options is needed, not ${String(given)}`);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`${where} has no option ${unknown}, but ${known.join(', ')}`);
}

function checkInteger(name, value, low, high) {
  if (!Number.isInteger(value) || value < low || value > high)
    throw outside(name, value, low, high);
}

/** Settings must be integers that C can take. */
export function checkIntegers(settings) {
  for (const [name, value] of Object.entries(settings)) {
    checkInteger(name, value, ...RANGES[name]);
  }
}

/** A setting is a function, or was left out. */
export function checkFunction(name, value) {
  if (value !== undefined && typeof value !== 'function')
    throw new TypeError(`${name} must be a function, not ${String(value)}`);
}

/** A port that can be listened on or connected to. */
export function checkPort(port, lowest) {
  checkInteger('port', port, lowest, 65535);
}

/** Seconds to wait, parts of them too, or Infinity: milliseconds for a timer, null for ever. */
export function milliseconds(name, seconds) {
  if (seconds === Infinity) return null;
  if (typeof seconds !== 'number' || !(seconds <= LONGEST))
    throw new RangeError(
      `${name} must be a number of seconds up to ${LONGEST}, or Infinity, not ${String(seconds)}`,
    );
  return Math.max(Math.ceil(seconds * 1000), 0);
}

/** Seconds to wait of which there may be none, but not fewer. */
export function patience(name, seconds) {
  milliseconds(name, seconds);
  if (seconds < 0) throw new RangeError(`${name} must be 0 or more seconds, not ${seconds}`);
}

/** Seconds of which there must be some: milliseconds for the library, 0 for null. */
export function someMilliseconds(name, seconds) {
  if (seconds === null) return 0;
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= LONGEST))
    throw new RangeError(
      `${name} must be a number of seconds above 0 and up to ${LONGEST}, or null, ` +
        `not ${String(seconds)}`,
    );
  return Math.ceil(seconds * 1000);
}
