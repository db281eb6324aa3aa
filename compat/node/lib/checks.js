// What a C function gets as a pointer must be of the right kind and long enough, since C would not
// notice. Addresses, which are bigint, are taken as they are.

import { isAnyArrayBuffer } from 'node:util/types';

const isBlock = (value) => ArrayBuffer.isView(value) || isAnyArrayBuffer(value);

const isAddress = (value) => value === null || value === undefined || typeof value === 'bigint';

function wrongKind(name, value, wanted) {
  return new TypeError(`${name}: ${wanted} is needed, not ${typeof value}`);
}

function tooShort(name, wanted) {
  return new RangeError(`${name} is too short: ${wanted} needed`);
}

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
