// Every kind of record, sending, ending and asking.

import { describe, test } from 'node:test';
import {
  EchoServer,
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

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
const SAMPLES = {
  bin16: [Buffer.alloc(0), Buffer.from('x'), EVERY_BYTE, Buffer.alloc(65535, 'y')],
  bin32: [Buffer.alloc(0), Buffer.from('x'), EVERY_BYTE, Buffer.alloc(100000, 'y')],
  text: ['', 'line', 'nul \0 and cr \r inside', 'grün'].map((text) => Buffer.from(text)),
  through: [EVERY_BYTE],
};

describe('records', () => {
  for (const [framing, samples] of Object.entries(SAMPLES)) {
    for (const blocking of [true, false]) {
      test(`${framing} records are echoed, ${blocking ? '' : 'non-'}blocking connect`, async () => {
        const server = new EchoServer({ framing, readBuffer: 200000 });
        const client = new RecordingClient({ framing, readBuffer: 200000, blocking });
        const [connection] = await pair(server, client);
        for (const sample of samples) {
          client.records = [];
          connection.send(sample);
          await wait(
            () =>
              client.records.length &&
              client.records.reduce((sum, r) => sum + r.length, 0) >= sample.length,
          );
          assert.deepEqual(client.records, [sample]);
        }
        server.close();
        client.close();
        assert.ok(await vce.drain());
      });
    }
  }

  test('a class may set the framing', async () => {
    class Numbers extends EchoServer {
      static framing = vce.Framing.BIN16;
    }
    const server = new Numbers();
    const client = new RecordingClient({ framing: 'bin16' });
    const [connection] = await pair(server, client);
    connection.send('a\nb');
    await wait(() => client.records.length);
    assert.deepEqual(client.lines, ['a\nb']);
  });

  test('text and every view of bytes can be sent', async () => {
    const [server, client] = [
      new RecordingServer({ framing: 'bin16' }),
      new RecordingClient({ framing: 'bin16' }),
    ];
    const [connection] = await pair(server, client);
    assert.equal(connection.send('grün'), 2 + 5);
    connection.send(Uint8Array.of(0, 1, 2).subarray(1));
    connection.send(Uint16Array.of(0x0201));
    connection.send(Uint8Array.of(7).buffer);
    await wait(() => server.records.length === 4);
    assert.deepEqual(
      server.records,
      ['grün', '\x01\x02', '\x01\x02', '\x07'].map((s) => Buffer.from(s)),
    );
    for (const wrong of [5, null, undefined, {}, [1]])
      thrown(() => connection.send(wrong), TypeError);
  });

  test('a line feed inside of a line is refused', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [connection] = await pair(server, client);
    thrown(() => connection.send('two\nlines'), TypeError);
    connection.send('one');
    await wait(() => server.records.length);
    assert.deepEqual(server.lines, ['one']);
  });

  test('too long records are refused', async () => {
    const [server, client] = [
      new RecordingServer({ framing: 'bin16' }),
      new RecordingClient({ framing: 'bin16' }),
    ];
    const [connection] = await pair(server, client);
    thrown(() => connection.send(Buffer.alloc(65536)), vce.TooLongError);
    assert.ok(connection.drained);
  });

  test('a full buffer takes nothing and recovers', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient({ writeBuffer: 10 })];
    const [connection] = await pair(server, client);
    assert.equal(connection.writable, 10);
    connection.send('12345');
    assert.equal(connection.writable, 4);
    assert.ok(!connection.drained);
    assert.equal(thrown(() => connection.send('67890'), vce.FullError).code, 'VCE_EWBFULL');
    await wait(() => connection.drained);
    connection.send('67890');
    await wait(() => server.records.length === 2);
    assert.deepEqual(server.lines, ['12345', '67890']);
  });

  test('records above the limit end the connection', async () => {
    const server = new RecordingServer({ framing: 'bin16', maxRecord: 10 });
    const [connection, other] = await pair(server, new RecordingClient({ framing: 'bin16' }));
    connection.send(Buffer.alloc(10));
    connection.send(Buffer.alloc(11));
    assert.equal(await vce.closed(other), vce.CloseReason.PARSER);
    assert.deepEqual(server.records, [Buffer.alloc(10)]);
  });

  test('a burst of records is delivered in order', async () => {
    const [server, client] = [
      new RecordingServer({ recordsPerHeartbeat: 3 }),
      new RecordingClient(),
    ];
    const [connection] = await pair(server, client);
    const lines = Array.from({ length: 1000 }, (_, n) => String(n));
    lines.forEach((line) => connection.send(line));
    await wait(() => server.records.length === 1000);
    assert.deepEqual(server.lines, lines);
  });

  test('onRecord that answers false ends the connection', async () => {
    const server = new vce.Server(HOST, 0, { onRecord: (c, line) => String(line) !== 'bad' });
    const socket = await peer(server);
    socket.write('good\nbad\n');
    await wait(() => socket.ended);
  });
});

describe('ending', () => {
  test('close sends first', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [connection, other] = await pair(server, client);
    connection.send('last words');
    connection.close();
    connection.close();
    assert.ok(connection.closed && connection.alive);
    assert.equal(connection.reason, null);
    thrown(() => connection.send('too late'), vce.ClosedError);
    assert.deepEqual(await Promise.all([vce.closed(connection), vce.closed(other)]), [
      vce.CloseReason.APPLICATION,
      vce.CloseReason.REMOTE,
    ]);
    assert.deepEqual(server.lines, ['last words']);
    thrown(() => connection.send('gone'), vce.ClosedError);
    connection.close();
    connection.abort();
    assert.equal(connection.writable, 0);
    assert.equal(await vce.closed(connection), vce.CloseReason.APPLICATION);
  });

  test('abort does not wait', async () => {
    const server = new RecordingServer({ writeBuffer: 1 << 24 });
    (await peer(server)).pause();
    await wait(() => server.accepted.length);
    const [connection] = server.accepted;
    connection.send(Buffer.alloc((1 << 24) - 1, 'x'));
    vce.heartbeat();
    assert.ok(!connection.drained); // the peer does not read
    connection.abort();
    assert.equal(await vce.closed(connection), vce.CloseReason.TIMEOUT);
  });

  test('the idle limit ends silent connections', async () => {
    const server = new RecordingServer({ idleTimeout: 60 });
    await peer(server);
    await wait(() => server.accepted.length);
    server.accepted[0].setIdleTimeout(0);
    assert.equal(await vce.closed(server.accepted[0]), vce.CloseReason.TIMEOUT);
    thrown(() => server.accepted[0].setIdleTimeout(0.5), RangeError);
  });

  test('a closed context sends what is unsent', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [connection, other] = await pair(server, client);
    connection.send('hello');
    client.close();
    await wait(() => server.records.length);
    server.close();
    assert.ok(server.closed && client.closed && connection.closed);
    assert.ok(await vce.drain());
    assert.deepEqual(server.lines, ['hello']);
    assert.ok(!connection.alive && !other.alive);
    thrown(() => client.connect(HOST, server.port), vce.ClosedError);
    thrown(() => server.stats(), vce.ClosedError);
    server.close();
  });

  test('finalize cuts everything, and the library may begin anew', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [connection] = await pair(server, client);
    const end = vce.closed(connection);
    vce.finalize();
    assert.equal(await end, null);
    assert.ok(!connection.alive && server.closed);
    assert.equal(server.size + client.size, 0);
    thrown(() => connection.send('gone'), vce.ClosedError);
    thrown(() => vce.heartbeat(), Error);
    vce.finalize();
    await pair(new RecordingServer(), new RecordingClient());
    vce.raw.vce_end_all_array(); // makes the library complain
    vce.finalize();
    await pair(new RecordingServer(), new RecordingClient());
  });
});

describe('asking', () => {
  test('addresses fit and outlive the connection', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [connection, other] = await pair(server, client);
    assert.deepEqual(connection.remote, { address: HOST, port: server.port });
    assert.deepEqual(connection.local, other.remote);
    connection.close();
    await vce.closed(other);
    assert.deepEqual(connection.remote, { address: HOST, port: server.port });
    thrown(() => other.local, vce.ClosedError);
  });

  // An address that was asked for during the look-up of a name was 0.0.0.0:0 for ever.
  test('addresses are those of now while a connection is being made', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const connection = client.connect('localhost', server.port);
    assert.deepEqual(connection.remote, { address: '0.0.0.0', port: 0 });
    assert.equal(connection.local.port, 0);
    await wait(() => connection.connected && server.accepted.length);
    assert.deepEqual(connection.remote, { address: HOST, port: server.port });
    assert.deepEqual(connection.local, server.accepted[0].remote);
    const failed = client.connect('localhost', 9);
    assert.equal(failed.remote.port, 0);
    let last;
    client.onClose = () => {
      last = failed.remote;
    };
    await vce.closed(failed);
    assert.notEqual(last, undefined);
    assert.deepEqual(failed.remote, last);
  });

  test('IPv6 addresses', async (t) => {
    let server;
    try {
      server = new vce.Server('::1');
    } catch (problem) {
      assert.ok(problem instanceof vce.BindError);
      t.skip('no IPv6 on this machine');
      return;
    }
    const connection = new vce.Client({ blocking: true }).connect('::1', server.port);
    assert.deepEqual(connection.remote, { address: '::1', port: server.port });
  });

  test('counters', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [connection] = await pair(server, client);
    const before = vce.counters().recv_record;
    connection.send('12345');
    await wait(() => server.records.length);
    assert.equal(connection.stats().send_byte, 6);
    assert.equal(server.stats().recv_byte, 6);
    assert.equal(server.stats().current_conn, 1);
    assert.equal(vce.counters().recv_record, before + 1);
    assert.ok(vce.stats().recv_byte >= 6);
    assert.match(vce.metrics(), /# TYPE vce_/);
    assert.equal(vce.version, vce.raw.LIBVCE_VERSION);
  });

  test('a context lists its connections', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [first] = await pair(server, client);
    const [second] = await pair(server, client);
    assert.deepEqual([...client], [first, second]);
    assert.equal(server.size, 2);
    for (const connection of client) connection.close();
    assert.ok(await vce.drain());
    assert.deepEqual([...client], []);
  });
});
