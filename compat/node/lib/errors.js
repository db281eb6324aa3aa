// Exceptions for the error codes of the library.

import * as raw from './raw.js';

const LONGEST_DETAIL = 512; // bytes

const NAMES = new Map(
  Object.entries(raw)
    .filter(([name, value]) => name.startsWith('VCE_E') && typeof value === 'number')
    .map(([name, value]) => [value, name]),
);

export class VceError extends Error {
  constructor(func, errno, detail) {
    const code = NAMES.get(errno) ?? 'VCE_UNKNOWN';
    const text = raw.vce_strerror(errno);
    const more = detail && detail !== text ? `: ${detail}` : '';
    super(`${func}: ${code} (${errno}): ${text}${more}`);
    this.code = code;
    this.errno = errno;
    this.function = func;
    // Not enumerable: a print of the error need not show all of the connection.
    Object.defineProperty(this, 'connection', { value: null, writable: true });
  }

  get name() {
    return this.constructor.name;
  }
}

export class FullError extends VceError {}

export class ClosedError extends VceError {}

export class NotReadyError extends VceError {}

export class ConnectError extends VceError {}

export class BindError extends VceError {}

export class TooLongError extends VceError {}

const CLASSES = new Map([
  [raw.VCE_EFULL, FullError],
  [raw.VCE_EWBFULL, FullError],
  [raw.VCE_ECLOSED, ClosedError],
  [raw.VCE_ECONNSERIAL, ClosedError],
  [raw.VCE_ENOTREADY, NotReadyError],
  [raw.VCE_ECONNECT, ConnectError],
  [raw.VCE_ESOCKET, BindError],
  [raw.VCE_EBIND, BindError],
  [raw.VCE_EIPADDR, BindError],
  [raw.VCE_ELISTEN, BindError],
  [raw.VCE_ELONGINPUT, TooLongError],
]);

/** The exception for an error code, of the most fitting class. */
export function errorFor(func, errno, detail) {
  return new (CLASSES.get(errno) ?? VceError)(func, errno, detail);
}

/** The exception for the last error of this thread, with what the system said. */
export function lastError(func) {
  const errno = raw.vce_get_last_error();
  return errorFor(func, errno, textOf(raw.vce_get_last_error_detail));
}

/** The text that a function of the library stores; null if it has none. */
export function textOf(func, ...args) {
  const text = Buffer.alloc(LONGEST_DETAIL);
  const length = func(...args, text, text.length);
  return length > 0 ? text.toString('utf8', 0, Math.min(length, text.length - 1)) : null;
}

/** A result of 0 or more as it is; throws the exception for a negative one. */
export function check(func, result) {
  if (result < 0) throw errorFor(func, result);
  return result;
}
