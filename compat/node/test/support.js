// What the tests share: recording servers and clients, and waiting.

import assert from 'node:assert/strict';
import { connect as connectSocket } from 'node:net';
import { afterEach } from 'node:test';
import * as vce from 'vce';

export { assert, vce };
export const HOST = '127.0.0.1';
export const DEADLINE = 60; // seconds

const sockets = new Set();

vce.raw.vce_set_verbose_mode(-1);

afterEach(() => {
  sockets.forEach((socket) => socket.destroy());
  sockets.clear();
  vce.finalize();
});

/** Methods that remember what they got. */
const recording = (Base) =>
  class extends Base {
    records = [];
    reasons = [];
    errors = [];
    accepted = [];
    connected = [];

    onAccept(connection) {
      this.accepted.push(connection);
    }

    onConnect(connection) {
      this.connected.push(connection);
    }

    onRecord(connection, data) {
      this.records.push(data);
    }

    onClose(connection, reason) {
      this.reasons.push(reason);
    }

    onError(connection, problem) {
      this.errors.push([connection, problem]);
    }

    get lines() {
      return this.records.map(String);
    }
  };

export class RecordingServer extends recording(vce.Server) {
  constructor(options, port = 0) {
    super(HOST, port, options);
  }
}

export class RecordingClient extends recording(vce.Client) {}

export class EchoServer extends RecordingServer {
  onRecord(connection, data) {
    super.onRecord(connection, data);
    connection.send(data);
  }
}

export async function wait(condition, seconds = DEADLINE) {
  assert.ok(await vce.run(condition, seconds), `gave up waiting for ${condition}`);
}

/** A connection and its other end. */
export async function pair(server, client) {
  const before = server.accepted.length;
  const connection = await vce.connect(client, HOST, server.port);
  await wait(() => server.accepted.length > before);
  return [connection, server.accepted.at(-1)];
}

/** A plain socket connected to the server: `text` is what it read, `ended` whether that was all. */
export async function peer(server) {
  const socket = connectSocket(server.port, HOST);
  sockets.add(socket);
  socket.text = '';
  socket.ended = false;
  socket.on('data', (data) => {
    socket.text += data;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    socket.ended = true;
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** The server turns a new peer away. */
export async function turnedAway(server) {
  const socket = await peer(server);
  await wait(() => socket.ended);
  assert.equal(socket.text, '');
}

/** The exception that the call throws. */
export function thrown(call, expected) {
  try {
    call();
  } catch (problem) {
    assert.ok(problem instanceof expected, `${problem} is no ${expected.name}`);
    return problem;
  }
  return assert.fail(`no ${expected.name} was thrown`);
}
