// libvce: TCP connections that carry records, driven by one heartbeat. index.d.ts describes it.

import * as raw from './raw.js';

export { raw };
export { CloseReason, Connection, Framing } from './connection.js';
export { Client, Context, Server, closed, connect } from './context.js';
export {
  BindError,
  ClosedError,
  ConnectError,
  FullError,
  NotReadyError,
  TooLongError,
  VceError,
} from './errors.js';
export { logTo } from './logs.js';
export {
  counters,
  drain,
  fileno,
  finalize,
  heartbeat,
  initialize,
  metrics,
  shutdown,
  stats,
  waitTime,
} from './runtime.js';
export { run, stop } from './waiting.js';

export const version = raw.LIBVCE_VERSION;
