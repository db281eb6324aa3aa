// The end of a program: what was sent arrives, and what does not is counted.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { test } from 'node:test';
import {
  HOST,
  RecordingClient,
  RecordingServer,
  assert,
  pair,
  peer,
  thrown,
  vce,
  wait,
} from './support.js';

const MUCH = 8 << 20; // bytes, more than the buffers of the system hold

/** A server with peers that do not read yet, for which much is queued. */
async function full(count) {
  const server = new RecordingServer({ writeBuffer: MUCH + 1, idleTimeout: null });
  const sockets = [];
  for (let n = 0; n < count; n++) {
    sockets.push(await peer(server));
    sockets[n].pause();
  }
  await wait(() => server.accepted.length === count);
  for (const connection of server.accepted) connection.send(Buffer.alloc(MUCH, 'x'));
  return [server, sockets];
}

// What was queued when the program stopped was lost.
test('peers that read late get everything', async () => {
  const [server, sockets] = await full(3);
  const client = new RecordingClient();
  let late = false;
  setTimeout(() => {
    late = true;
    for (const socket of sockets) {
      socket.write('bye\n'.repeat(1000));
      socket.resume();
    }
  }, 300);
  vce.stop(); // of a run that is over
  assert.equal(await vce.shutdown(60), 0);
  assert.ok(late);
  await wait(() => sockets.every((socket) => socket.ended));
  assert.deepEqual(
    sockets.map((socket) => socket.text.length),
    Array(3).fill(MUCH + 1),
  );
  assert.deepEqual(server.reasons, Array(3).fill('application'));
  assert.ok(server.closed && client.closed);
  assert.equal(await vce.shutdown(), 0);
});

test('who does not read is cut off and counted', async () => {
  const [server] = await full(2);
  const start = performance.now();
  assert.equal(await vce.shutdown(0.1), 2);
  assert.ok(performance.now() - start < 30000);
  assert.deepEqual(server.reasons, ['timeout', 'timeout']);
  assert.equal(vce.counters().current_conn, 0);
});

test('stop ends the waiting', async () => {
  await full(1);
  const start = performance.now();
  const over = vce.shutdown(60);
  vce.stop();
  assert.equal(await over, 1);
  assert.ok(performance.now() - start < 30000);
});

test('what handlers make meanwhile ends too, also when it begins in one', async () => {
  const server = new RecordingServer();
  const made = [];
  let over = null;
  server.onClose = () => void made.push(new RecordingServer());
  server.onRecord = () => {
    over = vce.shutdown(60);
  };
  const [connection] = await pair(server, new RecordingClient());
  connection.send('x');
  await wait(() => over !== null);
  assert.equal(await over, 0);
  assert.ok(server.closed && made[0].closed);
});

test('times that are none', async () => {
  const server = new RecordingServer();
  for (const bad of [-1, NaN, '1', null, 2 ** 31])
    await assert.rejects(vce.shutdown(bad), /^RangeError: timeout/);
  assert.ok(!server.closed);
  vce.finalize();
  assert.equal(await vce.shutdown(), 0);
  thrown(() => vce.heartbeat(), Error);
});

/** Runs a program that writes its port first. */
async function start(source) {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', source], {
    cwd: new URL('.', import.meta.url),
    timeout: 60000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return [child, Number(port)];
}

// Its socket was closed while the peer still sent: a reset, which destroyed the answer.
test('a program that ends by itself does not reset who still sends', async () => {
  const [child, port] = await start(`
    import * as vce from 'vce';
    const server = new vce.Server('127.0.0.1', 0, { onRecord(c) {
      c.send('y'.repeat(100000));
      server.close();
    } });
    console.log(server.port);
  `);
  const socket = connectSocket({ port, host: HOST, allowHalfOpen: true });
  let got = 0;
  let failed = null;
  socket.on('error', (problem) => {
    failed = problem;
  });
  socket.on('data', (data) => {
    got += data.length;
    socket.write('more\n');
  });
  socket.write('x\n');
  await once(socket, 'end');
  assert.deepEqual([got, failed, child.exitCode], [100001, null, null]);
  socket.end('the last\n');
  assert.deepEqual(await once(child, 'close'), [0, null]);
  assert.equal(failed, null);
});

test('the program of the README', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, code] = readme.match(/## The end of a program[^]*?```js\n([^]*?)```/);
  const [child, port] = await start(`
    import * as vce from 'vce';
    const server = new vce.Server('127.0.0.1', 0, { onRecord: (c, line) => void c.send(line) });
    ${code}
    console.log(server.port);
  `);
  const socket = connectSocket(port, HOST);
  let got = 0;
  socket.write(`${'y'.repeat(60000)}\n`);
  await once(socket, 'readable');
  child.kill('SIGTERM');
  socket.on('data', (data) => {
    got += data.length;
  });
  assert.deepEqual(await once(child, 'close'), [0, null]);
  if (!socket.closed) await once(socket, 'close');
  assert.equal(got, 60001);
});
