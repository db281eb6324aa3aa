// Exceptions for the error codes of the library.

import * as raw from './raw.js';

const NAMES = new Map(
  Object.entries(raw)
    .filter(([name, value]) => name.startsWith('VCE_E') && typeof value === 'number')
    .map(([name, value]) => [value, name]),
);

export class VceError extends Error {
  constructor(func, errno) {
    const code = NAMES.get(errno) ?? 'VCE_UNKNOWN';
    super(`${func}: ${code} (${errno}): ${raw.vce_strerror(errno)}`);
    this.code = code;
    this.errno = errno;
    this.function = func;
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
export function errorFor(func, errno) {
  return new (CLASSES.get(errno) ?? VceError)(func, errno);
}

/** The exception for the last error of this thread. */
export function lastError(func) {
  return errorFor(func, raw.vce_get_last_error());
}

/** A result of 0 or more as it is; throws the exception for a negative one. */
export function check(func, result) {
  if (result < 0) throw errorFor(func, result);
  return result;
}
