// A connection, and the framings of its records.

import { ClosedError, TooLongError, check, errorFor } from './errors.js';
import { addressOf } from './load.js';
import { checkIntegers } from './options.js';
import * as raw from './raw.js';
import { checkInitialized, filled, state, work } from './runtime.js';

const NEVER = 2147483647; // seconds, 68 years
const LONGEST_C = 2147483646; // bytes that an int can count, with a line feed
const LF = 10;
const ADDRESS_SIZE = raw.VCE_MAX_ADDR_TEXT;

export const Framing = Object.freeze({
  BIN16: 'bin16',
  BIN32: 'bin32',
  TEXT: 'text',
  THROUGH: 'through',
});

export const CloseReason = Object.freeze({
  REMOTE: 'remote',
  APPLICATION: 'application',
  TIMEOUT: 'timeout',
  PARSER: 'parser',
});

export const REASONS = new Map([
  [raw.CLOSE_REASON_REMOTE, CloseReason.REMOTE],
  [raw.CLOSE_REASON_APPLICATION, CloseReason.APPLICATION],
  [raw.CLOSE_REASON_TIMEOUT, CloseReason.TIMEOUT],
  [raw.CLOSE_REASON_PARSER, CloseReason.PARSER],
]);

/** For each framing its parser, and the function that sends with its name. */
export const FRAMINGS = new Map(
  Object.values(Framing).map((framing) => {
    const sender = `vce_protocol_unparser_${framing}`;
    return [
      framing,
      { parser: addressOf(`vce_protocol_parser_${framing}`), sender, send: raw[sender] },
    ];
  }),
);

/** An idle limit for the library. */
export function idleLimit(idleTimeout) {
  if (idleTimeout === null) return NEVER;
  checkIntegers({ idleTimeout });
  return idleTimeout;
}

function asBytes(data) {
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  throw new TypeError(
    `a string, a Buffer or another view of bytes can be sent, not ${typeof data}`,
  );
}

/** The longest record of a framing, which its length fields bound. */
const LONGEST = { bin16: raw.BIN16DATA_MAX - 1, bin32: raw.BIN32DATA_MAX };

/** The bytes of a record, which its framing can carry. */
function checked(framing, data) {
  const bytes = asBytes(data);
  if (framing === Framing.TEXT && bytes.includes(LF))
    throw new TypeError('a line of text must not contain LF');
  if (bytes.length > (LONGEST[framing] ?? LONGEST_C))
    throw new TooLongError(FRAMINGS.get(framing).sender, raw.VCE_ELONGINPUT);
  return bytes;
}

/** A record as it is on the wire. */
export function framed(framing, data) {
  const bytes = checked(framing, data);
  if (framing === Framing.TEXT) return Buffer.concat([bytes, Buffer.of(LF)]);
  if (framing === Framing.THROUGH) return bytes;
  const head = framing === Framing.BIN16 ? 2 : 4;
  const record = Buffer.allocUnsafe(head + bytes.length);
  record.writeUIntBE(bytes.length, 0, head);
  bytes.copy(record, head);
  return record;
}

export class Connection {
  #framing;
  #closing = false;
  #gone = false;
  #remote = null;
  #local = null;
  #listeners = [];
  #whenWritable = null;

  constructor(context, handle, connected) {
    this.context = context;
    this.handle = handle;
    this.serial = handle.serial;
    this.connected = connected;
    this.reason = null;
    this.endDetail = null;
    this.data = undefined;
    this._refused = false; // by onConnect
    this.#framing = FRAMINGS.get(context.framing);
  }

  send(data) {
    const { send, sender } = this.#framing;
    if (this.closed) throw this.#sendError(sender, raw.VCE_ECLOSED);
    const bytes = checked(this.context.framing, data);
    const sent = send(this.handle, bytes, bytes.length);
    if (sent < 0) throw this.#sendError(sender, sent);
    work();
    return sent;
  }

  #sendError(sender, code) {
    const unready = code === raw.VCE_EWBFULL && !this.connected && this.writable === 0;
    const problem = errorFor(sender, unready ? raw.VCE_ENOTREADY : code);
    problem.connection = this;
    return problem;
  }

  get writable() {
    return this.#gone ? 0 : Math.max(raw.vce_conn_writable(this.handle), 0);
  }

  whenWritable(size, call) {
    if (call !== null && typeof call !== 'function')
      throw new TypeError(`whenWritable() takes a function or null, not ${typeof call}`);
    checkIntegers({ size });
    const name = 'vce_conn_set_writable_watcher';
    if (call && this.closed) throw errorFor(name, raw.VCE_ECLOSED);
    if (this.#gone) return;
    this.context._watchWritable(this.handle, size, call !== null);
    this.#whenWritable = call;
    work();
  }

  /** For the layer itself: it is called only once. */
  _takeWritable() {
    const call = this.#whenWritable;
    this.#whenWritable = null;
    return call;
  }

  get drained() {
    return this.#gone || raw.vce_conn_writed(this.handle) === 1;
  }

  close() {
    if (this.#closing || this.#gone) return;
    this.#closing = true;
    raw.vce_conn_close(this.handle);
    work();
  }

  abort() {
    this.close();
    if (!this.#gone) raw.vce_conn_set_timeout(this.handle, -1);
  }

  get closed() {
    return this.#closing || this.#gone || raw.vce_conn_is_closed(this.handle) === 1;
  }

  get alive() {
    return !this.#gone;
  }

  setIdleTimeout(seconds) {
    checkInitialized();
    raw.vce_conn_set_timeout(this.handle, idleLimit(seconds));
    work();
  }

  get remote() {
    if (this.#remote) return this.#remote;
    const remote = this.#address('vce_conn_get_remote_addr_string');
    if (this.#isSettled) this.#remote = remote;
    return remote;
  }

  get local() {
    if (this.#local) return this.#local;
    const local = this.#address('vce_conn_get_local_addr_string');
    if (this.#isSettled) this.#local = local;
    return local;
  }

  /** Its addresses do not change any more, as they may while it is being made. */
  get #isSettled() {
    return this.connected || this.reason !== null;
  }

  #address(func) {
    const text = this.#gone
      ? null
      : raw[func](this.handle, Buffer.alloc(ADDRESS_SIZE), ADDRESS_SIZE);
    if (text === null) throw new ClosedError(func, raw.VCE_ECLOSED);
    if (text.startsWith('unix:')) return Object.freeze({ address: text, port: 0 });
    const colon = text.lastIndexOf(':');
    const address = text.slice(0, colon).replace(/[[\]]/g, ''); // those of an IPv6 address
    return Object.freeze({ address, port: Number(text.slice(colon + 1)) });
  }

  get fd() {
    checkInitialized();
    return check('vce_conn_get_fd', raw.vce_conn_get_fd(this.handle));
  }

  get peerCredentials() {
    checkInitialized();
    const [pid, uid, gid] = [new Int32Array(1), new Int32Array(1), new Int32Array(1)];
    check(
      'vce_conn_get_peer_credentials',
      raw.vce_conn_get_peer_credentials(this.handle, pid, uid, gid),
    );
    return { pid: pid[0], uid: uid[0], gid: gid[0] };
  }

  stats() {
    return filled((values) => raw.vce_conn_get_stat(this.handle, values));
  }

  // For the layer itself.

  /** Says, once, that a connect has succeeded, if it has. */
  _connect() {
    if (this.#gone || this.writable === 0) return;
    state.connecting.delete(this);
    this.connected = true;
    this._tell();
    this._refused = !this.context._accepts(this);
    if (this._refused) this.close();
  }

  /** Its context was closed, or its end has begun. */
  _close() {
    this.#closing = true;
  }

  /** The library has forgotten it. */
  _end() {
    this.#gone = true;
    state.connecting.delete(this);
    this._tell();
  }

  /** Calls `listener` once, when the connect succeeds or the connection ends. */
  _onChange(listener) {
    this.#listeners.push(listener);
  }

  _tell() {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
