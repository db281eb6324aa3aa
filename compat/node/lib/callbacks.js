// The C callbacks of the layer: one of each kind for the whole process, which never goes away.
//
// Each finds the Connection or Context that it is called for, and calls its method. An exception
// never gets out: it is reported, and the connection ends. The same holds for a promise that a
// method gives, when it is rejected.

import { REASONS } from './connection.js';
import { ClosedError, FullError, textOf } from './errors.js';
import { bytesAt, report } from './load.js';
import * as raw from './raw.js';
import { state } from './runtime.js';

const GO_ON = 0;
const REFUSE = -1;

/** The connection that could not be sent to, if that is another one. */
function otherAtFault(connection, problem) {
  const sending = problem instanceof FullError || problem instanceof ClosedError;
  if (!connection || !sending || problem.connection === connection) return null;
  return problem.connection;
}

/**
 * Reports what a method of the context threw; the result ends the connection.
 *
 * A peer that does not read must not end others: the exception of sending to another connection ends
 * that one, if it has no room, and the connection of the method goes on.
 */
export function failed(context, connection, problem) {
  const other = otherAtFault(connection, problem);
  if (other && problem instanceof FullError) other.abort();
  try {
    const result = context.onError(other ?? connection, problem);
    if (typeof result?.then === 'function') result.then(undefined, report);
  } catch (another) {
    report(another);
  }
  return other ? GO_ON : REFUSE;
}

/** What a method said, as a verdict for the library; a promise says it later. */
function verdict(context, connection, result) {
  if (result === false) return REFUSE;
  follow(context, connection, result);
  return GO_ON;
}

/** If the result of a method is a promise: sees to it when it is settled. */
export function follow(context, connection, result) {
  if (typeof result?.then !== 'function') return;
  result.then(
    (value) => {
      if (value === false) connection?.abort();
    },
    (problem) => {
      if (failed(context, connection, problem) === REFUSE) connection?.abort();
    },
  );
}

/** Calls a method that decides about a connection. */
function ask(context, connection, method, ...args) {
  try {
    return verdict(context, connection, context[method](connection, ...args));
  } catch (problem) {
    return failed(context, connection, problem);
  }
}

function newcomer(ct, method, ...args) {
  const context = state.contexts.get(raw.vce_conn_get_tcpcontext(ct));
  if (!context) return REFUSE;
  let connection;
  try {
    connection = context._add(ct, true);
  } catch (problem) {
    // of the program's own class of connections
    return failed(context, null, problem);
  }
  return ask(context, connection, method, ...args);
}

export const accept = raw.acceptwatcher((ct) => newcomer(ct, 'onAccept'));

export const hiwater = raw.hiwater_acceptwatcher((ct, count) => newcomer(ct, 'onHiwater', count));

export const tooFast = raw.accept_warning((handle) => {
  const context = state.contexts.get(handle);
  try {
    const answer = context?.onTooFast();
    follow(context, null, answer);
    return answer === true ? GO_ON : REFUSE;
  } catch (problem) {
    return failed(context, null, problem);
  }
});

/**
 * The heartbeat that establishes a connection may also deliver its first records, or its end: then
 * onConnect is called right before.
 */
function connectFirst(connection) {
  if (!connection.connected) connection._connect();
}

export const record = raw.protocol_callback((ct, address, length) => {
  const connection = state.connections.get(ct.serial);
  if (!connection) return REFUSE;
  connectFirst(connection);
  if (connection._refused) return GO_ON; // it ends already, with the reason that is due to it
  return ask(connection.context, connection, 'onRecord', bytesAt(address, length));
});

export const overRate = raw.rate_callback((ct) => {
  const connection = state.connections.get(ct.serial);
  if (!connection) return REFUSE;
  connectFirst(connection);
  if (connection._refused) return GO_ON;
  return ask(connection.context, connection, 'onOverRate');
});

export const writable = raw.writable_watcher((ct) => {
  const connection = state.connections.get(ct.serial);
  if (!connection) return REFUSE;
  connectFirst(connection);
  if (connection._refused) return GO_ON;
  const { context } = connection;
  try {
    return verdict(context, connection, connection._takeWritable()?.(connection));
  } catch (problem) {
    return failed(context, connection, problem);
  }
});

export const close = raw.closewatcher((ct, reason) => {
  const connection = state.connections.get(ct.serial);
  if (!connection) return GO_ON;
  connectFirst(connection);
  connection._close();
  connection.reason = REASONS.get(reason);
  connection.endDetail = textOf(raw.vce_conn_get_end_detail, ct);
  ask(connection.context, connection, 'onClose', connection.reason);
  return GO_ON;
});

export const end = raw.finalizer((ct) => {
  const connection = state.connections.get(ct.serial);
  if (!connection) return;
  state.connections.delete(ct.serial);
  connection.context._remove(connection);
  connection._end();
});
