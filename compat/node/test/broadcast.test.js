// One record for all connections of a context, also when one of them does not read.

import { describe, test } from 'node:test';
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

test('all get it but the one who speaks', async () => {
  const server = new RecordingServer();
  const counts = [];
  server.onRecord = (connection, line) => {
    counts.push(server.broadcast(line, { skip: connection }));
  };
  const clients = Array.from({ length: 4 }, () => new RecordingClient());
  const connections = [];
  for (const client of clients) connections.push((await pair(server, client))[0]);
  connections[0].send('one');
  connections[0].send('two');
  await wait(() => clients.slice(1).every((client) => client.records.length === 2));
  for (const client of clients.slice(1)) assert.deepEqual(client.lines, ['one', 'two']);
  assert.deepEqual([clients[0].lines, counts], [[], [3, 3]]);
  assert.equal(server.broadcast('for all', { skip: null }), 4);
  await wait(() => clients.every((client) => client.lines.at(-1) === 'for all'));
});

test('it is framed as the context says', async () => {
  const forms = { text: 'ab\n', bin16: '\0\x02ab', bin32: '\0\0\0\x02ab', through: 'ab' };
  for (const [framing, wire] of Object.entries(forms)) {
    const server = new RecordingServer({ framing });
    const socket = await peer(server);
    await wait(() => server.accepted.length);
    assert.equal(server.broadcast(Uint8Array.of(97, 98)), 1);
    await wait(() => socket.text === wire);
  }
  const server = new RecordingServer({ framing: 'bin16' });
  const client = new RecordingClient({ framing: 'bin16', readBuffer: 100000 });
  await pair(server, client);
  assert.equal(server.broadcast(Buffer.alloc(65535, 'x')), 1);
  await wait(() => client.records.length);
  assert.deepEqual(client.records, [Buffer.alloc(65535, 'x')]);
  thrown(() => server.broadcast(Buffer.alloc(65536)), vce.TooLongError);
});

test('what cannot be sent is told', () => {
  const server = new RecordingServer({ writeBuffer: 10 });
  thrown(() => server.broadcast('two\nlines'), TypeError);
  thrown(() => server.broadcast(5), TypeError);
  thrown(() => server.broadcast('longer than that'), vce.TooLongError);
  thrown(() => server.broadcast('x', { whenFull: 'burst' }), TypeError);
  thrown(() => server.broadcast('x', { skip: {} }), TypeError);
  assert.equal(server.broadcast('nobody'), 0);
  server.close();
  thrown(() => server.broadcast('x'), vce.ClosedError);
});

// A client that did not read ended those who talked: the send() to it threw in their onRecord().
describe('one who does not read', () => {
  async function talk(whenFull) {
    const server = new RecordingServer({ writeBuffer: 20000 });
    const got = new Map();
    server.onRecord = (connection, line) => {
      const count = server.broadcast(line, { skip: connection, whenFull });
      got.set(count, (got.get(count) ?? 0) + 1);
    };
    const reader = new RecordingClient();
    await pair(server, reader);
    (await peer(server)).pause();
    await wait(() => server.accepted.length === 2);
    const slow = server.accepted[1];
    const [talker, other] = await pair(server, new RecordingClient());
    const line = 'x'.repeat(1000);
    let sent = 0;
    while (!(got.get(1) > 50)) {
      await wait(() => talker.writable > 2000 && sent - reader.records.length < 10);
      talker.send(line);
      sent += 1;
    }
    await wait(() => reader.records.length === sent);
    assert.ok(!other.closed);
    assert.deepEqual(server.errors, []);
    assert.ok(reader.lines.every((record) => record === line));
    return slow;
  }

  test('misses records and ends nobody', async () => {
    const before = vce.counters().broadcast_dropped;
    const slow = await talk('drop');
    assert.ok(!slow.closed);
    assert.ok(vce.counters().broadcast_dropped - before > 50);
  });

  test('can be closed', async () => {
    const before = vce.counters().broadcast_closed;
    const slow = await talk('close');
    assert.ok(slow.closed);
    assert.equal(vce.counters().broadcast_closed - before, 1);
  });
});

// The talker was ended: a client without room could do that to all others.
describe('a loop over send()', () => {
  async function room() {
    const server = new RecordingServer({ writeBuffer: 5000 });
    const talker = await peer(server);
    await wait(() => server.accepted.length === 1);
    (await peer(server)).pause();
    await wait(() => server.accepted.length === 2);
    return [server, talker, ...server.accepted];
  }

  for (const [kind, relay] of Object.entries({
    'at once': (server) => (connection, line) => {
      server.records.push(line);
      for (const other of server) if (other !== connection) other.send(line);
    },
    'in a promise': (server) => async (connection, line) => {
      server.records.push(line);
      await null;
      for (const other of server) if (other !== connection) other.send(line);
    },
  })) {
    test(`ends who does not read and not who talks: ${kind}`, async () => {
      const [server, talker, mine, other] = await room();
      server.onRecord = relay(server);
      for (let n = 0; other.alive && n < 10000; n++) {
        talker.write(`${'x'.repeat(4000)}\n`);
        await wait(() => server.records.length === n + 1);
        await new Promise(setImmediate);
      }
      await wait(() => !other.alive);
      assert.equal(server.errors.length, 1);
      assert.equal(server.errors[0][0], other);
      assert.ok(server.errors[0][1] instanceof vce.FullError);
      assert.equal(server.errors[0][1].connection, other);
      assert.ok(mine.alive && !mine.closed);
      const before = server.records.length;
      talker.write('y\n');
      await wait(() => server.records.length === before + 1);
    });
  }

  test('ends nobody for a connection that is closed', async () => {
    const [server, talker, mine, other] = await room();
    server.onRecord = () => {
      other.close();
      other.send('x');
    };
    talker.write('x\n');
    await wait(() => server.errors.length);
    assert.equal(server.errors[0][0], other);
    assert.ok(server.errors[0][1] instanceof vce.ClosedError);
    await wait(() => !other.alive);
    assert.ok(mine.alive && !mine.closed);
  });

  test('ends who talks for what is his own', async () => {
    const [server, talker, mine] = await room();
    server.onRecord = (connection) => {
      for (;;) connection.send('x'.repeat(1000));
    };
    talker.write('x\n');
    await wait(() => !mine.alive);
    assert.deepEqual([server.errors[0][0], server.reasons], [mine, ['parser']]);
  });
});

// An echo server ended a client that sent more before reading than its write buffer held.
test('an echo server with safetyRead answers 100,000 pipelined lines', async () => {
  const server = new vce.Server(HOST, 0, {
    writeBuffer: 1000,
    safetyRead: 50,
    onRecord: (connection, line) => void connection.send(line),
  });
  const socket = await peer(server);
  const lines = Array.from({ length: 100000 }, (_, n) => `line ${n}`).join('\n');
  socket.pause();
  socket.write(`${lines}\n`);
  // Until it waits for a client to read, the server goes on.
  let before = -1;
  await wait(() => {
    const now = vce.counters().recv_record;
    const stands = now === before && now > 0 && server.size === 1;
    before = now;
    return stands || socket.ended;
  });
  socket.resume();
  await wait(() => socket.ended || socket.text.length > lines.length);
  assert.ok(socket.text === `${lines}\n`, `${socket.text.length} of ${lines.length + 1} bytes`);
});
