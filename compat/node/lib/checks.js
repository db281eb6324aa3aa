// What a C function gets must be of the right kind: a number that fits, a block that is long enough,
// since C would not notice. Addresses, which are bigint, are taken as they are.

import { isAnyArrayBuffer } from 'node:util/types';

const isBlock = (value) => ArrayBuffer.isView(value) || isAnyArrayBuffer(value);

const isAddress = (value) => value === null || value === undefined || typeof value === 'bigint';

function wrongKind(name, value, wanted) {
  return new TypeError(`${name}: ${wanted} is needed, not ${typeof value}`);
}

function tooShort(name, wanted) {
  return new RangeError(`${name} is too short: ${wanted} needed`);
}

// ---- numbers: koffi would take something else instead of what does not fit

const RANGES = {
  char: [-128, 255], // signed or not, as C programs use it
  short: [-32768, 65535],
  ushort: [0, 65535],
  int: [-2147483648, 2147483647],
  uint: [0, 4294967295],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  size: [0, 2n ** 64n - 1n],
};

/** The error for a number that is no integer of a range. */
export function outside(name, value, low, high) {
  return new RangeError(`${name} must be an integer from ${low} to ${high}, not ${String(value)}`);
}

/** An integer of a range, as a number or a bigint. */
function integer(name, value, [low, high]) {
  const isBig = typeof value === 'bigint';
  if (!isBig && typeof value !== 'number' && value !== undefined)
    throw wrongKind(name, value, 'an integer');
  if (!(isBig || Number.isInteger(value)) || value < low || value > high)
    throw outside(name, value, low, high);
}

const number = (kind) => (name, value) => integer(name, value, RANGES[kind]);

export const char = number('char');
export const short = number('short');
export const ushort = number('ushort');
export const uint = number('uint');
export const int64 = number('int64');
export const size = number('size');

/** What C takes as an int. */
export function int(name, value) {
  if (typeof value !== 'number' || (value | 0) !== value) integer(name, value, RANGES.int);
}

/** The numbers of an array that C reads. A block has room for nothing else. */
export function integers(name, value, kind) {
  if (!Array.isArray(value)) return;
  value.forEach((element, n) => integer(`${name}[${n}]`, element, RANGES[kind]));
}

/** The numbers of a structure that C reads, or of an array of them. */
export function fields(name, value, kinds) {
  if (Array.isArray(value)) {
    value.forEach((element, n) => fields(`${name}[${n}]`, element, kinds));
  } else if (value && typeof value === 'object' && !isBlock(value)) {
    for (const [field, kind] of Object.entries(kinds))
      if (value[field] !== undefined) integer(`${name}.${field}`, value[field], RANGES[kind]);
  }
}

/** A connection. */
export function handle(name, value) {
  if (value && typeof value === 'object')
    integer(`${name}.serial`, value.serial, RANGES.uint);
}

// ---- pointers

/** An address, and nothing else. */
export function address(name, value) {
  if (!isAddress(value)) throw wrongKind(name, value, 'an address (bigint or null)');
}

/** Input text: a string, or bytes that end with NUL. */
export function text(name, value) {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new TypeError(`${name}: C text cannot contain NUL`);
  } else if (value instanceof Uint8Array) {
    if (!value.includes(0))
      throw new TypeError(`${name}: bytes that are given as text must end with NUL`);
  } else if (!isAddress(value)) {
    throw wrongKind(name, value, 'a string');
  }
}

/** A block of at least so many bytes, to read from or to write to. */
export function block(name, value, bytes) {
  if (isBlock(value)) {
    if (!(value.byteLength >= bytes)) throw tooShort(name, `${bytes} bytes`);
  } else if (!isAddress(value)) {
    throw wrongKind(name, value, 'a Buffer or typed array');
  }
}

/** Room for so many elements: an array, or a block. */
export function elements(name, value, count, size) {
  if (Array.isArray(value)) {
    if (!(value.length >= count)) throw tooShort(name, `${count} elements`);
  } else {
    block(name, value, count * size);
  }
}

/** Pointers to so many blocks of that size. */
export function blocks(name, value, count, bytes) {
  elements(name, value, count, 8);
  if (Array.isArray(value))
    value.slice(0, Math.max(Number(count), 0)).forEach((v, n) => block(`${name}[${n}]`, v, bytes));
}

/** A structure: an object with its fields, or a block of its size. */
export function structure(name, value, size) {
  if (isBlock(value) || typeof value !== 'object') block(name, value, size);
}

/** A number of bytes that must not exceed the size of what it is the length of. */
export function atMost(name, value, size) {
  if (!(value <= size)) throw new RangeError(`${name} must be at most ${size}`);
}

/** The first element of an array, as a count; 0 for an address. */
export function first(value) {
  return value && typeof value === 'object' ? Number(value[0]) : 0;
}

/** A function, or the address of a C function. */
export function callable(name, value) {
  if (typeof value !== 'function' && !isAddress(value)) throw wrongKind(name, value, 'a function');
}
