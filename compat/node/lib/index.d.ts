/**
 * libvce: TCP connections that carry records, driven by one heartbeat.
 *
 * All methods named `on...` are for a program to override, or to be given to the constructor as
 * functions. They run inside the heartbeat, which Node's event loop calls when there is work. What
 * they throw goes to `onError()` and ends the connection, or another one that has no room for what is
 * sent to it; so does the rejection of a promise that they return, and a promise of `false` counts as
 * `false` when it is fulfilled.
 *
 * Numbers that C would cut are refused with a RangeError, unknown options with a TypeError.
 * @module
 */

import * as raw from './raw.js';

export { raw };

/** The version of the library this package was made for, such as "2.0.0". */
export const version: string;

/** How records are told apart on the wire. */
export const Framing: Readonly<{
  /** 2 bytes with the length, then up to 65,535 bytes. */
  BIN16: 'bin16';
  /** 4 bytes with the length, then up to 1,073,741,824 bytes. */
  BIN32: 'bin32';
  /** A line, ended by LF, which is no part of the record. */
  TEXT: 'text';
  /** No framing: a record is whatever has arrived. */
  THROUGH: 'through';
}>;
export type Framing = (typeof Framing)[keyof typeof Framing];

/** Why a connection ended. */
export const CloseReason: Readonly<{
  /** Ended or reset by the peer, or the connect failed. */
  REMOTE: 'remote';
  /** Closed by this program; everything that was sent has left. */
  APPLICATION: 'application';
  /** The idle limit expired; unsent output is lost. */
  TIMEOUT: 'timeout';
  /** A layer below the records was broken by the peer. Not with plain TCP. */
  DECODER: 'decoder';
  /** A layer below the records failed on this side. Not with plain TCP. */
  ENCODER: 'encoder';
  /** A bad record, or a method that failed or returned false; unsent output is lost. */
  PARSER: 'parser';
}>;
export type CloseReason = (typeof CloseReason)[keyof typeof CloseReason];

/** What can be sent. Text is encoded as UTF-8. */
export type Data = string | ArrayBufferView | ArrayBuffer;

/** `false` refuses or ends the connection, anything else keeps it. */
export type Verdict = boolean | void | Promise<boolean | void>;

/** Address and port of one end of a connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Counters of the library: the fields of a structure of `raw`. */
export type Numbers<Structure> = { [Field in keyof Structure]: number | bigint };

// ---- errors

/**
 * A call of the library failed. The message ends with what the system said, such as "connect to
 * example.org, 192.0.2.1 port 80: Connection refused".
 */
export class VceError extends Error {
  /** The name of the error code, such as "VCE_EBIND". */
  readonly code: string;
  /** The error code, a negative number; `raw` has the names. */
  readonly errno: number;
  /** The C function that failed. */
  readonly function: string;
  /** The one that could not be sent to; null for all other calls. */
  readonly connection: Connection | null;

  constructor(func: string, errno: number, detail?: string | null);
}
/** No room: in the write buffer (try again later), in a table, or in a given buffer. */
export class FullError extends VceError {}
/** The connection or context is closed or gone. */
export class ClosedError extends VceError {}
/** The connection is still being made. */
export class NotReadyError extends VceError {}
/** The server cannot be reached, or its name is not known. */
export class ConnectError extends VceError {}
/** A server cannot listen: its address is in use, not of this machine, or not an address. */
export class BindError extends VceError {}
/** The record is longer than its framing allows. */
export class TooLongError extends VceError {}

// ---- connections

/** A TCP connection that carries records. Made by a Server or by `Client.connect()`. */
export class Connection {
  /** The Server or Client it belongs to. */
  readonly context: Context;
  /** The C handle, for functions of `raw`. */
  readonly handle: raw.conn_t;
  /** Its number, given out 1, 2, 3, ... in the whole process. */
  readonly serial: number;
  /** False until a non-blocking connect has succeeded. */
  readonly connected: boolean;
  /** Why it ended; null as long as it lives. */
  readonly reason: CloseReason | null;
  /**
   * The same in words for people and logs, such as "connect to example.org, 192.0.2.1 port 80:
   * Connection refused"; known from `onClose()` on.
   */
  readonly endDetail: string | null;
  /** Anything the program wants to keep with it. */
  data: any;

  /** Made by the layer; a class of your own leaves the arguments alone. */
  constructor(context: Context, handle: raw.conn_t, connected: boolean);

  /**
   * Queues a record, framed as the context says. The next heartbeat sends it.
   * @returns bytes queued, framing included
   * @throws FullError - the write buffer has no room now; nothing was queued
   * @throws TooLongError - the record is longer than its framing allows
   * @throws NotReadyError - the connection is still being made
   * @throws ClosedError - the connection is closed or gone
   * @throws TypeError - a line of text contains LF, or the data are of another kind
   */
  send(data: Data): number;
  /** Free bytes of the write buffer; 0 while connecting and when the connection is gone. */
  get writable(): number;
  /**
   * Has a function called, once, when so many bytes of the write buffer are free again.
   *
   * For sending more than the write buffer holds: send until FullError, set this, and go on in the
   * function. It is called by the heartbeat that made the room, or by the next one if the room is
   * there already; on a connecting one when it is open, after onConnect. It is not called when the
   * connection was closed, or ended by the peer. If it returns false, throws, or gives a promise
   * that is rejected or false, the connection ends, as by the methods of its context.
   *
   * @param size - bytes, 1 to the size of the write buffer
   * @param call - takes the place of one that was set before; null: none
   * @throws VceError - the size is outside its range (VCE_ERANGE)
   * @throws ClosedError - the connection is closed or gone
   */
  whenWritable(size: number, call: ((connection: this) => Verdict) | null): void;
  /** Everything that was queued has been handed to the system. */
  get drained(): boolean;

  /** Ends the connection after everything queued is sent. It may be called more than once. */
  close(): void;
  /** Ends the connection with the next heartbeat; what the system does not take at once is lost. */
  abort(): void;
  /** It was closed, by either side or by its idle limit, or is gone. */
  get closed(): boolean;
  /** It still exists: connecting, open, or closed with output left. */
  get alive(): boolean;
  /** Ends the connection when it receives nothing for so many whole seconds; null: never. */
  setIdleTimeout(seconds: number | null): void;

  /**
   * Address and port of the peer (of a Unix socket, at both ends: "unix:/path" and 0), as they are now: 0.0.0.0 and 0 while a name is being looked up, then
   * the address that is being tried. Known until the connection is gone, and then if it was asked
   * for since the connect succeeded, or in `onClose()`.
   * @throws ClosedError - the connection is gone
   */
  get remote(): Endpoint;
  /** Address and port of this end, as `remote`. */
  get local(): Endpoint;
  /**
   * The descriptor of its socket, for options of it and for nothing else.
   * @throws VceError - there is none yet (VCE_ENOTREADY), or the connection is gone
   */
  get fd(): number;
  /**
   * Process, user and group at the other end of a Unix socket, when it was connected.
   * @throws VceError - it is no Unix socket (VCE_ESUPPORT), is not connected yet (VCE_ENOTREADY), or
   *   is gone
   */
  get peerCredentials(): { pid: number; uid: number; gid: number };
  /** Bytes, writes and system calls of the connection. */
  stats(): Numbers<raw.conn_stat_t>;
}

// ---- servers and clients

export interface ContextOptions<C extends Context = Context> {
  /** How records are told apart; "text" unless the class says otherwise. */
  framing?: Framing;
  /** Connections that may exist at once, closing ones included; 1000. */
  maxConnections?: number;
  /** Bytes that may wait for a heartbeat; a record with its framing must fit; 65,536. */
  readBuffer?: number;
  /** Bytes that may be queued for sending; likewise; 262,144. */
  writeBuffer?: number;
  /**
   * Whole seconds without received data after which a connection ends; null: never. 60 for servers,
   * null for clients.
   */
  idleTimeout?: number | null;
  /** Send small records at once (TCP_NODELAY); true. */
  nodelay?: boolean;
  /** Records of one connection that one heartbeat may deliver; 100. */
  recordsPerHeartbeat?: number;
  /** Longest record that is accepted, in bytes; only for bin16; 0: no limit, as at first. */
  maxRecord?: number;
  /**
   * Per cent of the write buffer that must be free for a connection to be read, 0 (always, as at
   * first) to 100. With 50, say, a peer that sends more than it reads has to wait: answers that fit
   * half of the write buffer always find room.
   */
  safetyRead?: number;
  /**
   * When TCP asks a silent peer whether it is there: whole seconds until the first probe and between
   * two, up to 32,767, and probes without an answer after which it is gone, up to 127; what is left
   * out or 0 is as in the system.
   */
  keepalive?: { idle?: number; interval?: number; probes?: number } | null;
  /**
   * Seconds, parts of them too, that a peer may take to acknowledge what was sent, or to read when its
   * window is closed; null, as at first: as long as the system allows.
   */
  userTimeout?: number | null;
  /**
   * Records that each connection may send in a second; one that sends more is read later, see
   * `onOverRate()`; 0, as at first: any number.
   */
  recordsPerSecond?: number;
  /** Likewise bytes. */
  bytesPerSecond?: number;
  onRecord?: (this: C, connection: Connection, data: Buffer) => Verdict;
  onOverRate?: (this: C, connection: Connection) => Verdict;
  onClose?: (this: C, connection: Connection, reason: CloseReason) => void | Promise<void>;
  onError?: (this: C, connection: Connection | null, problem: unknown) => void | Promise<void>;
}

export interface BroadcastOptions {
  skip?: Connection | null;
  whenFull?: 'drop' | 'close';
}

/** What Server and Client have in common. Iterating gives the connections, oldest first. */
export abstract class Context implements Iterable<Connection> {
  /** For a class of your own: the framing unless the options say otherwise. */
  static framing: Framing;
  /** For a class of your own: what connections are made of. */
  static connectionClass: typeof Connection;

  /** How its records are told apart. */
  readonly framing: Framing;
  /** The C handle, for functions of `raw`; null when closed. */
  readonly handle: raw.Pointer;

  protected constructor();

  /** A record has arrived. False ends the connection at once, with unsent output lost. */
  onRecord(connection: Connection, data: Buffer): Verdict;
  /**
   * A peer sends more than `recordsPerSecond` or `bytesPerSecond`. It is read later, so that TCP slows
   * it down, and nothing is lost. False ends the connection instead.
   */
  onOverRate(connection: Connection): Verdict;
  /** The connection has ended. Its addresses can still be asked for. */
  onClose(connection: Connection, reason: CloseReason): void | Promise<void>;
  /**
   * A method of this class threw; the connection ends. For an exception of sending to another
   * connection, `connection` is that one; it ends if it has no room, and the one whose method it was
   * goes on. Writes to standard error.
   */
  onError(connection: Connection | null, problem: unknown): void | Promise<void>;

  /**
   * Sends a record, framed as the context says, to all its open connections. Who has no room for it
   * in the write buffer, because its peer does not read, misses it or is closed; the others get it
   * all the same.
   * @param options - `skip`: a connection that does not get it, such as the origin of the record;
   *   `whenFull`: "drop", as at first: who has no room misses the record; "close": it is closed
   * @returns the number of connections that got it
   * @throws TooLongError - the record is longer than its framing allows, or than the write buffer
   * @throws ClosedError - the context is closed
   * @throws TypeError - a line of text contains LF, or the data are of another kind
   */
  broadcast(data: Data, options?: BroadcastOptions): number;
  /**
   * Makes a connection of an established socket, such as one from another process. It is open at once;
   * no handler is asked about it. The socket is the library's then; as it was if this throws. Not for
   * sockets of `node:net`, which Node goes on using.
   * @param fd - descriptor of a connected stream socket: IPv4, IPv6 or Unix
   * @throws VceError - it is no such socket (VCE_EINVAL)
   * @throws FullError - maxConnections or another limit is reached
   * @throws ClosedError - the context is closed
   */
  adopt(fd: number): Connection;
  /** The number of connections, closing ones included. */
  get size(): number;
  [Symbol.iterator](): IterableIterator<Connection>;
  get closed(): boolean;
  /**
   * Stops listening and closes every connection; heartbeats send what is unsent, see `drain()` and
   * `shutdown()`.
   */
  close(): void;
  /** Counters of the context. */
  stats(): Numbers<raw.tcpcontext_stat_t>;
}

export interface ServerOptions extends ContextOptions<Server> {
  /**
   * WATER: `onHiwater()` is called instead of the accept watcher when at least WATER - 1 connections
   * are open, the new one included. The accept watcher is `onAccept()`. Choose it below
   * `maxConnections`; 0: never, as at first.
   */
  hiwater?: number;
  /** Limit for newcomers, see `onTooFast()`; 0: none, as at first. */
  acceptsPerMinute?: number;
  /** Connections that one peer address may have at once; 0: any number, as at first. */
  maxPerAddress?: number;
  /**
   * Descriptor of a socket that listens already, instead of host and port: one that a service manager
   * has opened. The library's then.
   */
  listener?: number | null;
  onAccept?: (this: Server, connection: Connection) => Verdict;
  onHiwater?: (this: Server, connection: Connection, count: number) => Verdict;
  onTooFast?: (this: Server) => boolean;
}

/** Listens, and owns the connections that come in. Keeps the process alive until it is closed. */
export class Server extends Context {
  /** The port it listens on. */
  readonly port: number;

  /**
   * @param host - address or name to listen on; "" all IPv4 interfaces, "::" both families,
   *   "unix:/path" or "unix:@name" a Unix socket. A name is looked up while the event loop waits
   * @param port - port to listen on; 0 lets the system choose
   * @throws BindError - the address cannot be listened on
   * @throws VceError - a size or limit is not possible (VCE_EARRAY, VCE_EFULL, VCE_ERANGE)
   */
  constructor(host?: string, port?: number, options?: ServerOptions);

  /** A peer has connected. False refuses it. */
  onAccept(connection: Connection): Verdict;
  /**
   * A peer has connected, and the server is nearly full. False refuses it. To say why before it
   * ends: `connection.send(...)`, then `connection.close()`.
   * @param count - connections of the server, this one included
   */
  onHiwater(connection: Connection, count: number): Verdict;
  /** A peer came above `acceptsPerMinute`. True, at once, lets it pass nevertheless. */
  onTooFast(): boolean;

  /** Lets newcomers in (as at first), or turns all of them away. */
  enableAccept(accept: boolean): void;
  /**
   * Turns away peers from these IPv4 addresses from now on, instead of those named before.
   * @throws TypeError - one is not an IPv4 address
   */
  kick(addresses: Iterable<string>): void;
}

export interface ClientOptions extends ContextOptions<Client> {
  /**
   * False, as at first: `connect()` returns at once; `onConnect()` tells of success, `onClose()` of
   * failure. True: it waits for the handshake, and the event loop with it.
   */
  blocking?: boolean;
  /**
   * Seconds, parts of them too, that a connect may take, all addresses of a name included; then it
   * ends with the reason "timeout". null, as at first: as long as the idle limit or the system allows.
   */
  connectTimeout?: number | null;
  onConnect?: (this: Client, connection: Connection) => Verdict;
}

/** Makes connections. Its connections keep the process alive. */
export class Client extends Context {
  readonly blocking: boolean;

  /** @throws VceError - a size or limit is not possible (VCE_EARRAY, VCE_EFULL) */
  constructor(options?: ClientOptions);

  /**
   * A non-blocking connect has succeeded; it comes before the first record and before `onClose()`.
   * False closes the connection, and none of its records is delivered.
   */
  onConnect(connection: Connection): Verdict;

  /**
   * Connects to a server.
   * @param host - name or address; "unix:/path" or "unix:@name" for a Unix socket
   * @param port - may be left out for a Unix socket
   * @throws ConnectError - the name is not known or the server not reached (blocking only)
   * @throws FullError - maxConnections is reached
   * @throws ClosedError - the client is closed
   */
  connect(host: string, port?: number): Connection;
  /**
   * Sends later connects out from this numeric address; "": the system chooses.
   * @throws VceError - it is not a numeric address (VCE_EIPADDR)
   */
  setSource(address: string): void;
}

/**
 * Connects, and waits until the connection is open.
 * @param timeout - seconds after which to give up, up to 2,147,483; as long as the system does if
 *   left out
 * @throws ConnectError - the name is not known, or the server not reached or not in time
 */
export function connect(
  client: Client,
  host: string,
  port?: number,
  timeout?: number,
): Promise<Connection>;

/** Waits for the end of a connection; null if `finalize()` cut it. */
export function closed(connection: Connection): Promise<CloseReason | null>;

// ---- the library

/**
 * Starts the library. The first Server or Client does it by itself. Limits cost nothing until they
 * are used. If it runs already, nothing changes.
 * @param limits - `maxConnections` of the whole process, up to 16,777,216, 100,000 if left out;
 *   `maxContexts`, servers and clients that may exist at once, 64 if left out
 * @throws VceError - no memory or no descriptors (VCE_EMEM), or a limit is too large (VCE_EARRAY)
 * @throws Error - in a worker thread, or if calls of `raw` or another copy of this package have
 *   started it
 */
export function initialize(limits?: { maxConnections?: number; maxContexts?: number }): void;

/**
 * Ends the library at once. Connections are cut, unsent output is lost, no method is called.
 * @throws VceError - called inside a callback (VCE_EFINALIZE)
 */
export function finalize(): void;

/** One round of network work without waiting. The event loop calls it by itself. */
export function heartbeat(): void;

/** The descriptor that is readable when a heartbeat is due; it belongs to the library. */
export function fileno(): number;

/** Seconds after which a heartbeat is due even if `fileno()` is not readable, 0 to 60. */
export function waitTime(): number;

/**
 * Waits for something. It may be awaited in a handler, too, and several may wait at the same time.
 * @param until - asked after every heartbeat, and whenever the event loop has run something else;
 *   it must answer at once, not with a promise; left out: never true
 * @param timeout - seconds after which to give up, up to 2,147,483; left out: never
 * @returns whether `until` was true: false after `timeout` or `stop()`. Rejected with what `until`
 *   throws
 */
export function run(until?: () => unknown, timeout?: number): Promise<boolean>;

/** Ends every `run()`, `drain()` and `shutdown()` that waits; the next one, if none does. */
export function stop(): void;

/**
 * Waits until every connection is gone that was closed or belongs to a closed context; the others go
 * on. To end all of them before the program ends, there is `shutdown()`.
 * @param timeout - seconds after which to give up, up to 2,147,483; 5 if left out. What is unsent then
 *   stays queued
 * @returns true when they are gone, false after `timeout` or `stop()`
 */
export function drain(timeout?: number): Promise<boolean>;

/**
 * Ends all connections in good order, for a program that is about to end.
 *
 * Closes every server and client, so that nobody connects any more, and waits until all that was sent
 * has arrived, `onClose()` was called for all, and the peers have the end of the stream; or until the
 * time is over. What is left then is cut off: its `onClose()` gets the reason "timeout". `stop()` ends
 * the waiting early; one that came before does not. The event loop goes on meanwhile.
 * @param timeout - the longest time that it takes, 0 to 2,147,483 seconds; 5 if left out
 * @returns how many connections were cut off; 0: every peer has everything
 */
export function shutdown(timeout?: number): Promise<number>;

/** Counters of the process. */
export function stats(): Numbers<raw.vce_stat_t>;

/** Counters for operating a server. */
export function counters(): Numbers<raw.vce_counters_t>;

/** All counters as text that a Prometheus server reads. */
export function metrics(): string;

/** What messages can be sent to; `console` is one. It must not use the library. */
export interface Logger {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
}

/**
 * Sends the messages of the library to a logger; null: to standard error again, as at first. Fatal
 * messages and bugs go to `error`, warnings to `warn`, all others to `info`.
 * @param verbosity - below 0: nothing, 0 (if left out): normal messages, above 0: verbose ones too
 */
export function logTo(logger: Logger | null, verbosity?: number): void;
