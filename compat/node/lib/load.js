// Finds and loads libvce, and binds its functions.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import koffi from './koffi.js';

const SONAME = 'libvce.so.2';
const HERE = dirname(fileURLToPath(import.meta.url));

/** [what it is, what the loader gets], in the order of trying. */
function candidates() {
  if (process.env.VCE_LIBRARY)
    return [['environment variable VCE_LIBRARY', process.env.VCE_LIBRARY]];
  const beside = [SONAME, 'libvce.so']
    .map((name) => join(HERE, name))
    .filter((path) => existsSync(path));
  const found = (beside.length ? beside : [join(HERE, SONAME)]).map((path) => [
    'beside the package',
    path,
  ]);
  found.push(["the system's loader", SONAME]);
  const compat = dirname(dirname(HERE)); // compat/node/lib of a source tree
  if (basename(compat) === 'compat')
    found.push(['source tree', join(dirname(compat), 'build', 'libvce.so')]);
  return found;
}

function notFound(text) {
  return Object.assign(new Error(text), { code: 'ERR_VCE_LIBRARY_NOT_FOUND' });
}

function load() {
  const tried = [];
  for (const [what, path] of candidates()) {
    try {
      return [koffi.load(path), path];
    } catch (error) {
      tried.push(`${what}: ${path}: ${error.message}`);
    }
  }
  throw notFound(
    'libvce cannot be loaded. Install it, or set VCE_LIBRARY to the path of libvce.so. ' +
      `Tried:\n  ${tried.join('\n  ')}`,
  );
}

const [library, path] = load();

/** What the loader got. */
export const libraryPath = path;

/** All functions by name, without the checks that raw.js puts before some of them. */
export const bound = new Map();

/** The function of that name. Throws an Error if the library is too old to have it. */
export function bind(name, result, parameters) {
  try {
    bound.set(name, library.func(name, result, parameters));
  } catch (problem) {
    if (!/find function/.test(problem.message)) throw problem;
    throw notFound(`${path} has no function ${name}: it is older than this package`);
  }
  return bound.get(name);
}

const UNIQUE = createHash('sha256')
  .update(import.meta.url)
  .digest('hex')
  .slice(0, 12);

/**
 * The name of a type for koffi, whose names are shared by everything that uses it. (Types without a
 * name get numbers, and a structure and a function type may get the same one.)
 */
export function typeName(name) {
  return `${name}_${UNIQUE}`;
}

/** The address of a function, for use as a callback. */
export function addressOf(name) {
  return library.symbol(name);
}

const memcpy = koffi.load(null).func('memcpy', 'void', ['void *', 'void *', 'size_t']);

/** A copy of the bytes at an address. */
export function bytesAt(address, length) {
  const copy = Buffer.allocUnsafe(length);
  if (length > 0) memcpy(copy, address, length);
  return copy;
}

/** Reports an exception that no handler takes, as a warning of the process. */
export function report(problem) {
  process.emitWarning(problem instanceof Error ? problem : new Error(String(problem)));
}

// What a callback may give, as C would cut all else.
const INTEGERS = [-2147483648, 2147483647];
const ADDRESSES = [0, 2n ** 64n - 1n];

/**
 * The address of a C function that calls `f`. An exception must not get into C code: it is
 * reported, and the C side gets `failed`.
 */
export function callback(name, type, f, failed) {
  if (typeof f !== 'function')
    throw new TypeError(`${name}: a function is needed, not ${typeof f}`);
  return koffi.register((...args) => {
    try {
      const result = f(...args);
      if (failed === undefined) return undefined;
      if (result === undefined) return 0;
      const isInteger = typeof result === 'bigint' || Number.isInteger(result);
      if (!isInteger) throw new TypeError(`${name} must give an integer, not ${String(result)}`);
      const [low, high] = typeof failed === 'bigint' ? ADDRESSES : INTEGERS;
      if (result >= low && result <= high) return result;
      throw new RangeError(`${name} must give an integer from ${low} to ${high}, not ${result}`);
    } catch (problem) {
      report(problem);
      return failed;
    }
  }, type);
}
