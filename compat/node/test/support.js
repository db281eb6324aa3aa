// What the tests share: recording servers and clients, and waiting.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { afterEach } from 'node:test';
import { Worker } from 'node:worker_threads';
import * as vce from 'vce';

export { assert, vce };
export const HOST = '127.0.0.1';
export const DEADLINE = 60; // seconds

const sockets = new Set();
const workers = new Set();

vce.raw.vce_set_verbose_mode(-1);

afterEach(async () => {
  await Promise.all([...workers].map((worker) => worker.terminate()));
  workers.clear();
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

const GREETER = `
  const { createServer } = require('node:net');
  const { parentPort, workerData: { greeting, ends, greeted } } = require('node:worker_threads');
  const done = () => {
    Atomics.add(greeted, 0, 1);
    Atomics.notify(greeted, 0);
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (ends) socket.end(greeting, done);
    else socket.write(greeting, done);
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/**
 * A server that speaks first, in a thread of its own. `connect(client)` gives a connection whose
 * greeting has arrived before its connect is seen to have succeeded: until then nothing else runs.
 */
export async function greeter(greeting, ends = false) {
  const greeted = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(GREETER, { eval: true, workerData: { greeting, ends, greeted } });
  workers.add(worker);
  const [port] = await once(worker, 'message');
  return {
    port,
    connect(client) {
      const before = Atomics.load(greeted, 0);
      const connection = client.connect(HOST, port);
      assert.notEqual(Atomics.wait(greeted, 0, before, DEADLINE * 1000), 'timed-out');
      return connection;
    },
  };
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
