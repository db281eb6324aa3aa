// Servers and clients: settings, the connections that have them, and what happens to these.

import { isIPv4 } from 'node:net';
import * as callbacks from './callbacks.js';
import { Connection, FRAMINGS, Framing, framed, idleLimit } from './connection.js';
import { ConnectError, check, errorFor, lastError } from './errors.js';
import koffi from './koffi.js';
import { checkFunction, checkIntegers, checkNames, checkPort, milliseconds, someMilliseconds } from './options.js';
import * as raw from './raw.js';
import { checkInitialized, filled, initialize, state, work } from './runtime.js';

const NOBODY = { p: null, serial: 0 };
const WHEN_FULL = new Map([
  ['drop', raw.VCE_FULL_DROP],
  ['close', raw.VCE_FULL_CLOSE],
]);

/** The options of both kinds, of each, and the methods that may be given as functions. */
const COMMON = [
  'framing',
  'maxConnections',
  'readBuffer',
  'writeBuffer',
  'idleTimeout',
  'nodelay',
  'recordsPerHeartbeat',
  'maxRecord',
  'safetyRead',
  'keepalive',
  'userTimeout',
  'recordsPerSecond',
  'bytesPerSecond',
];
const SERVER = ['hiwater', 'acceptsPerMinute', 'maxPerAddress', 'listener'];
const CLIENT = ['blocking', 'connectTimeout'];
const HANDLERS = ['onRecord', 'onOverRate', 'onClose', 'onError'];
const SERVER_HANDLERS = ['onAccept', 'onHiwater', 'onTooFast', ...HANDLERS];
const CLIENT_HANDLERS = ['onConnect', ...HANDLERS];

/** The three numbers of `keepalive`, 0 where left out; null without the option. */
function keepaliveNumbers(given) {
  if (given === null) return null;
  checkNames('keepalive', given, ['idle', 'interval', 'probes']);
  const { idle = 0, interval = 0, probes = 0 } = given;
  checkIntegers({ 'keepalive.idle': idle, 'keepalive.interval': interval });
  checkIntegers({ 'keepalive.probes': probes });
  return [idle, interval, probes];
}

export class Context {
  static framing = Framing.TEXT;
  static connectionClass = Connection;

  #connections = new Map(); // by serial

  constructor(isServer, host, port, nonblock, idleTimeout, options) {
    const handlers = isServer ? SERVER_HANDLERS : CLIENT_HANDLERS;
    const {
      maxConnections = 1000,
      readBuffer = 65536,
      writeBuffer = 262144,
      nodelay = true,
      recordsPerHeartbeat = 100,
      maxRecord = 0,
      safetyRead = 0,
      recordsPerSecond = 0,
      bytesPerSecond = 0,
    } = options;
    const keepalive = keepaliveNumbers(options.keepalive ?? null);
    const userTimeout = someMilliseconds('userTimeout', options.userTimeout ?? null);
    const idle = idleLimit(idleTimeout);
    checkIntegers({ maxConnections, readBuffer, writeBuffer });
    checkIntegers({ recordsPerHeartbeat, maxRecord, safetyRead });
    checkIntegers({ recordsPerSecond, bytesPerSecond });
    this.framing = options.framing ?? this.constructor.framing;
    const framing = FRAMINGS.get(this.framing);
    if (!framing)
      throw new TypeError(`${this.framing} is no framing: ${Object.values(Framing).join(', ')}`);
    for (const name of handlers) {
      checkFunction(name, options[name]);
      if (options[name] !== undefined) this[name] = options[name];
    }
    initialize();
    const { listener = null } = options;
    const which = listener === null ? [Number(isServer), host, port] : [listener];
    const maker =
      listener === null ? 'vce_tcpcontext_create' : 'vce_tcpcontext_create_from_listener';
    const handle = raw[maker](
      ...which,
      maxConnections,
      readBuffer,
      writeBuffer,
      idle,
      Number(nonblock),
      Number(Boolean(nodelay)),
      0,
    );
    if (handle === null) throw lastError(maker);
    this.handle = handle;
    state.contexts.set(handle, this);
    raw.vce_tcpcontext_set_conn_parser(handle, framing.parser, callbacks.record);
    raw.vce_tcpcontext_set_conn_closewatcher(handle, callbacks.close);
    raw.vce_tcpcontext_set_conn_finalizer(handle, callbacks.end);
    raw.vce_tcpcontext_set_conn_call_parser_per_heartbeat(handle, recordsPerHeartbeat);
    raw.vce_tcpcontext_protocol_set_maxlength(handle, maxRecord, null);
    this._set('vce_tcpcontext_set_conn_safety_read', safetyRead);
    if (keepalive) this._set('vce_tcpcontext_set_keepalive', ...keepalive);
    if (userTimeout) this._set('vce_tcpcontext_set_user_timeout', userTimeout);
    if (recordsPerSecond || bytesPerSecond) {
      const rates = [recordsPerSecond, bytesPerSecond];
      this._set('vce_tcpcontext_set_conn_rate', ...rates, callbacks.overRate);
    }
  }

  onRecord() {}

  onOverRate() {}

  onClose() {}

  onError(connection, problem) {
    const who = connection ? ` for connection ${connection.serial}` : '';
    console.error(`vce: a callback of ${this.constructor.name}${who} failed:`, problem);
  }

  broadcast(data, options = {}) {
    checkNames('broadcast()', options, ['skip', 'whenFull']);
    const { skip = null, whenFull = 'drop' } = options;
    if (!WHEN_FULL.has(whenFull))
      throw new TypeError(`whenFull must be 'drop' or 'close', not ${String(whenFull)}`);
    if (skip !== null && !(skip instanceof Connection))
      throw new TypeError('skip must be a connection');
    const bytes = framed(this.framing, data);
    const count = check(
      'vce_tcpcontext_broadcast',
      raw.vce_tcpcontext_broadcast(
        this._openHandle(),
        bytes,
        bytes.length,
        skip?.handle ?? NOBODY,
        WHEN_FULL.get(whenFull),
      ),
    );
    work();
    return count;
  }

  adopt(fd) {
    checkIntegers({ fd });
    const handle = raw.vce_tcpcontext_adopt(this._openHandle(), fd);
    if (handle.p === null) throw lastError('vce_tcpcontext_adopt');
    const connection = this._add(handle, true);
    work();
    return connection;
  }

  get size() {
    return this.#connections.size;
  }

  [Symbol.iterator]() {
    return [...this.#connections.values()][Symbol.iterator]();
  }

  get closed() {
    return this.handle === null;
  }

  close() {
    if (this.handle === null) return;
    for (const connection of this.#connections.values()) connection._close();
    state.contexts.delete(this.handle);
    state.servers.delete(this);
    raw.vce_tcpcontext_cleanup(this.handle);
    this._forget();
    work();
  }

  stats() {
    const handle = this._openHandle();
    return filled((values) => raw.vce_tcpcontext_get_stat(handle, values));
  }

  // For the layer itself.

  _openHandle() {
    checkInitialized();
    if (this.handle === null) throw errorFor('vce_tcpcontext', raw.VCE_ECLOSED);
    return this.handle;
  }

  /** Makes a setting of a new context, which does not outlive a refusal. */
  _set(func, ...values) {
    const result = raw[func](this.handle, ...values);
    if (result >= 0) return;
    this.close();
    throw errorFor(func, result);
  }

  /** Has `callbacks.writable` called for a connection, or not any more. */
  _watchWritable(connection, size, on) {
    const name = 'vce_conn_set_writable_watcher';
    check(name, raw[name](connection, size, on ? callbacks.writable : null));
  }

  _forget() {
    this.handle = null;
  }

  _add(handle, connected) {
    let connection;
    try {
      connection = new this.constructor.connectionClass(this, handle, connected);
    } catch (problem) {
      raw.vce_conn_close(handle);
      throw problem;
    }
    state.connections.set(connection.serial, connection);
    this.#connections.set(connection.serial, connection);
    return connection;
  }

  _remove(connection) {
    this.#connections.delete(connection.serial);
  }
}

export class Server extends Context {
  #kicked = null;

  constructor(host = '', port = 0, options = {}) {
    checkNames('new Server()', options, [...COMMON, ...SERVER, ...SERVER_HANDLERS]);
    const { idleTimeout = 60, hiwater = 0, acceptsPerMinute = 0, maxPerAddress = 0 } = options;
    checkPort(port, 0);
    checkIntegers({ hiwater, acceptsPerMinute, maxPerAddress });
    if ((options.listener ?? null) !== null) checkIntegers({ listener: options.listener });
    super(true, host, port, false, idleTimeout, options);
    raw.vce_tcpcontext_set_conn_acceptwatcher(this.handle, callbacks.accept);
    if (hiwater)
      raw.vce_tcpcontext_set_conn_hiwater_acceptwatcher(this.handle, hiwater, callbacks.hiwater);
    raw.vce_tcpcontext_set_accept_max(this.handle, acceptsPerMinute, callbacks.tooFast);
    this._set('vce_tcpcontext_set_max_per_address', maxPerAddress);
    this.port = check('vce_tcpcontext_get_port', raw.vce_tcpcontext_get_port(this.handle));
    state.servers.add(this);
    work();
  }

  onAccept() {}

  onHiwater() {}

  onTooFast() {
    return false;
  }

  enableAccept(accept) {
    raw.vce_tcpcontext_enable_accept(this._openHandle(), Number(Boolean(accept)));
  }

  kick(addresses) {
    const bytes = [...addresses].flatMap((address) => {
      if (!isIPv4(address)) throw new TypeError(`${address} is not an IPv4 address`);
      const parts = address.split('.').map(Number);
      if (parts.every((part) => part === 0)) throw new TypeError('0.0.0.0 would end the list');
      return parts;
    });
    bytes.push(0, 0, 0, 0);
    const handle = this._openHandle();
    const list = koffi.alloc('uint8_t', bytes.length);
    koffi.encode(list, 'uint8_t', bytes, bytes.length);
    raw.vce_tcpcontext_set_conn_kickip_array(handle, list);
    this.#freeKicked();
    this.#kicked = list; // the library reads it at each accept
  }

  #freeKicked() {
    if (this.#kicked !== null) koffi.free(this.#kicked);
    this.#kicked = null;
  }

  _forget() {
    super._forget();
    this.#freeKicked();
  }
}

export class Client extends Context {
  constructor(options = {}) {
    checkNames('new Client()', options, [...COMMON, ...CLIENT, ...CLIENT_HANDLERS]);
    const { idleTimeout = null, blocking = false, connectTimeout = null } = options;
    const ms = someMilliseconds('connectTimeout', connectTimeout);
    super(false, '', 0, !blocking, idleTimeout, options);
    this._set('vce_tcpcontext_set_connect_timeout', ms);
    this.blocking = Boolean(blocking);
  }

  onConnect() {}

  connect(host, port = 0) {
    checkPort(port, String(host).startsWith('unix:') ? 0 : 1);
    const handle = raw.vce_tcpcontext_connect(this._openHandle(), host, port);
    if (handle.p === null) throw lastError('vce_tcpcontext_connect');
    const connection = this._add(handle, this.blocking);
    if (!this.blocking) state.connecting.add(connection);
    work();
    return connection;
  }

  setSource(address) {
    check('vce_tcpcontext_set_source', raw.vce_tcpcontext_set_source(this._openHandle(), address));
  }

  /** Asks onConnect whether the connection is to be kept. */
  _accepts(connection) {
    try {
      const result = this.onConnect(connection);
      callbacks.follow(this, connection, result);
      return result !== false;
    } catch (problem) {
      return callbacks.failed(this, connection, problem) >= 0;
    }
  }
}

/** Fulfilled when a connect succeeds, or when the connection is gone. */
function change(connection) {
  return new Promise((resolve) => {
    connection._onChange(resolve);
  });
}

export async function connect(client, host, port = 0, timeout = Infinity) {
  const ms = milliseconds('timeout', timeout);
  const connection = client.connect(host, port);
  if (connection.connected) return connection;
  const late = ms !== null && setTimeout(() => connection.abort(), ms);
  await change(connection);
  clearTimeout(late);
  if (!connection.connected)
    throw new ConnectError('vce_tcpcontext_connect', raw.VCE_ECONNECT, connection.endDetail);
  return connection;
}

export async function closed(connection) {
  while (connection.alive) await change(connection);
  return connection.reason;
}
