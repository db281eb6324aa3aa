// The one library of the process: its lifetime, its heartbeat, and what it tells.

import { isMainThread } from 'node:worker_threads';
import { check, errorFor } from './errors.js';
import { checkIntegers, checkNames, patience } from './options.js';
import { Pump } from './pump.js';

import * as raw from './raw.js';
import { forgetStop, look, wait } from './waiting.js';

const METRICS_SIZE = 16384;

/** What the layer knows about the library. */
export const state = {
  initialized: false,
  beating: false,
  contexts: new Map(), // by handle
  servers: new Set(), // that listen
  connections: new Map(), // by serial
  connecting: new Set(),
};

const pump = new Pump(() => {
  beat();
  return isNeeded();
});

/** Whether there is anything a heartbeat could be needed for; it also keeps the process alive. */
function isNeeded() {
  return state.servers.size > 0 || state.connections.size > 0 || lingering() > 0;
}

/** Sockets of connections that are gone, whose peers have not ended the stream yet. */
function lingering() {
  return state.initialized ? Number(/^vce_lingering_sockets (\d+)$/m.exec(metrics())[1]) : 0;
}

/** Something was done that a heartbeat must take care of. */
export function work() {
  if (state.beating) return;
  if (!pump.running) {
    if (!isNeeded()) return;
    pump.start();
  }
  pump.soon();
}

export function checkInitialized() {
  if (!state.initialized) throw new Error('libvce is not initialised');
}

/** The numbers of a C structure: `fill` gets the object. */
export function filled(fill) {
  const values = {};
  fill(values);
  return values;
}

export function initialize(given = {}) {
  checkNames('initialize()', given, ['maxConnections', 'maxContexts']);
  const { maxConnections = 100000, maxContexts = 64 } = given;
  checkIntegers({ maxConnections, maxContexts });
  if (state.initialized) return;
  // koffi crashes when a worker is terminated that watches a descriptor.
  if (!isMainThread)
    throw new Error(
      'libvce has one state for the whole process, which only the main thread may use',
    );
  if (raw.vce_get_wait_fd() >= 0)
    throw new Error(
      'libvce is in use already, by calls of vce/raw or by another copy of this package',
    );
  const limits = filled(raw.vce_limit_clear);
  limits.max_conn = maxConnections;
  limits.max_tcpcontext = maxContexts;
  check('vce_initialize_limited', raw.vce_initialize_limited(limits));
  state.initialized = true;
}

export function finalize() {
  if (!state.initialized) return;
  if (state.beating) throw errorFor('vce_finalize', raw.VCE_EFINALIZE);
  pump.stop(); // before its descriptor is closed
  const result = raw.vce_finalize();
  // It may complain and yet have done it.
  if (raw.vce_get_wait_fd() >= 0) check('vce_finalize', result);
  state.initialized = false;
  forgetStop();
  const ended = [...state.connections.values()];
  const contexts = [...state.contexts.values()];
  for (const all of [state.contexts, state.servers, state.connections, state.connecting])
    all.clear();
  contexts.forEach((context) => context._forget());
  for (const connection of ended) {
    connection.context._remove(connection);
    connection._end();
  }
  look();
}

export function heartbeat() {
  checkInitialized();
  if (state.beating) return;
  beat();
  work(); // when the next one is due may have changed
}

function beat() {
  inLibrary(raw.vce_heartbeat);
}

/** Makes a call that runs callbacks. */
function inLibrary(call, ...args) {
  let result;
  state.beating = true;
  try {
    result = call(...args);
    announceConnected();
  } finally {
    state.beating = false;
  }
  look();
  return result;
}

/** The library tells by the room in the write buffer that a connect has succeeded. */
function announceConnected() {
  if (!state.connecting.size) return;
  for (const connection of [...state.connecting]) connection._connect();
}

export function fileno() {
  return check('vce_get_wait_fd', raw.vce_get_wait_fd());
}

export function waitTime() {
  return check('vce_get_wait_time', raw.vce_get_wait_time()) / 1000;
}

export function drain(timeout = 5) {
  return wait(
    () => ![...state.connections.values()].some((c) => c.closed || c.context.closed),
    timeout,
  );
}

export async function shutdown(timeout = 5) {
  patience('timeout', timeout);
  forgetStop();
  await wait(closeAll, timeout);
  if (!state.initialized) return 0;
  const count = check('vce_drain', inLibrary(raw.vce_drain, 0));
  if (!isNeeded()) pump.stop();
  return count;
}

/** Closes all contexts, also those that a callback has made meanwhile; whether all is over. */
function closeAll() {
  for (const context of [...state.contexts.values()]) context.close();
  return state.connections.size === 0 && lingering() === 0;
}

export function stats() {
  return filled(raw.vce_get_stat);
}

export function counters() {
  return filled((values) =>
    check('vce_get_counters', raw.vce_get_counters(values, raw.vce_counters_t.size)),
  );
}

export function metrics() {
  const text = Buffer.alloc(METRICS_SIZE);
  const length = check('vce_get_counters_string', raw.vce_get_counters_string(text, text.length));
  return text.toString('ascii', 0, length);
}
