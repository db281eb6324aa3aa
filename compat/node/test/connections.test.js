// Both connect modes, every kind of record, sending, ending and asking.

import { describe, test } from 'node:test';
import {
  EchoServer,
  HOST,
  RecordingClient,
  RecordingServer,
  assert,
  greeter,
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

describe('connect modes', () => {
  test('a blocking connect is open at once', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient({ blocking: true })];
    const connection = client.connect(HOST, server.port);
    assert.ok(connection.connected);
    assert.ok(connection.writable > 0);
    connection.send('hello');
    await wait(() => server.records.length);
    assert.deepEqual(server.lines, ['hello']);
  });

  test('a non-blocking connect tells of success', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const connection = client.connect(HOST, server.port);
    assert.ok(!connection.connected);
    thrown(() => connection.send('too early'), vce.NotReadyError);
    await wait(() => client.connected.length);
    assert.deepEqual(client.connected, [connection]);
    assert.ok(connection.connected);
    connection.send('hello');
    await wait(() => server.records.length);
  });

  test('onConnect may refuse', async () => {
    const server = new RecordingServer();
    const client = new vce.Client({ onConnect: () => false });
    const connection = client.connect(HOST, server.port);
    assert.equal(await vce.closed(connection), vce.CloseReason.APPLICATION);
  });

  test('a blocking failure throws', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient({ blocking: true })];
    server.close();
    await vce.drain();
    const problem = thrown(() => client.connect(HOST, server.port), vce.ConnectError);
    assert.equal(problem.code, 'VCE_ECONNECT');
    assert.equal(problem.errno, vce.raw.VCE_ECONNECT);
    assert.equal(problem.function, 'vce_tcpcontext_connect');
    assert.equal(problem.name, 'ConnectError');
    assert.match(problem.message, /VCE_ECONNECT \(-17\)/);
    assert.equal(client.size, 0);
  });

  test('a non-blocking failure closes', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    server.close();
    await vce.drain();
    const connection = client.connect(HOST, server.port);
    assert.equal(await vce.closed(connection), vce.CloseReason.REMOTE);
    assert.ok(!connection.connected);
    assert.deepEqual(client.connected, []);
    await assert.rejects(vce.connect(client, HOST, server.port), vce.ConnectError);
  });

  test('a name is looked up in the background', async () => {
    const server = new RecordingServer();
    const connection = await vce.connect(new RecordingClient(), 'localhost', server.port);
    assert.deepEqual(connection.remote, { address: HOST, port: server.port });
  });

  test('a connect may be given up', async () => {
    const nobody = '192.0.2.1'; // for documentation only, RFC 5737
    const client = new RecordingClient();
    await assert.rejects(vce.connect(client, nobody, 9, 0.1), vce.ConnectError);
    await wait(() => client.size === 0);
    const server = new RecordingServer();
    const blocking = new RecordingClient({ blocking: true });
    assert.ok((await vce.connect(blocking, HOST, server.port, 5)).connected);
  });
});

// A server that spoke first had its records delivered before onConnect, with `connected` false, if
// the heartbeat that established the connection received them too.
describe('onConnect comes first', () => {
  /** A client that writes down what it is told, and what it answers to that. */
  function teller(answers = {}) {
    const told = [];
    const tell = (name) => (connection, what) => {
      told.push([name, connection.connected, ...(what === undefined ? [] : [String(what)])]);
      return answers[name]?.();
    };
    const handlers = ['onConnect', 'onRecord', 'onClose', 'onError'].map((n) => [n, tell(n)]);
    return [new vce.Client(Object.fromEntries(handlers)), told];
  }

  test('when the server speaks first', async () => {
    const [client, told] = teller();
    const connection = (await greeter('hello\nagain\n')).connect(client);
    await wait(() => told.length >= 3);
    assert.deepEqual(told, [
      ['onConnect', true],
      ['onRecord', true, 'hello'],
      ['onRecord', true, 'again'],
    ]);
    assert.ok(!connection.closed);
  });

  test('when the server speaks and ends at once', async () => {
    const [client, told] = teller();
    await vce.closed((await greeter('hello\n', true)).connect(client));
    assert.deepEqual(told, [
      ['onConnect', true],
      ['onRecord', true, 'hello'],
      ['onClose', true, 'remote'],
    ]);
  });

  test('when the server ends without a word', async () => {
    const [client, told] = teller();
    await vce.closed((await greeter('', true)).connect(client));
    assert.deepEqual(told, [
      ['onConnect', true],
      ['onClose', true, 'remote'],
    ]);
  });

  test('and when it refuses, no record is delivered', async () => {
    const [client, told] = teller({ onConnect: () => false });
    const connection = (await greeter('hello\nagain\n')).connect(client);
    assert.equal(await vce.closed(connection), vce.CloseReason.APPLICATION);
    assert.deepEqual(told, [
      ['onConnect', true],
      ['onClose', true, 'application'],
    ]);
  });

  test('and when it throws, no record is delivered', async () => {
    const [client, told] = teller({
      onConnect() {
        throw new Error('on purpose');
      },
    });
    await vce.closed((await greeter('hello\nagain\n')).connect(client));
    assert.deepEqual(
      told.map(([name]) => name),
      ['onConnect', 'onError', 'onClose'],
    );
  });

  test('and a promise for the connection does not change that', async () => {
    const [client, told] = teller();
    const server = await greeter('hello\n');
    await vce.connect(client, HOST, server.port);
    await wait(() => told.length >= 2);
    assert.deepEqual(told, [
      ['onConnect', true],
      ['onRecord', true, 'hello'],
    ]);
  });

  test('and a failed connect has none', async () => {
    const [client, told] = teller();
    const server = new RecordingServer();
    server.close();
    await vce.drain();
    await vce.closed(client.connect(HOST, server.port));
    assert.deepEqual(told, [['onClose', false, 'remote']]);
  });
});

// A failed connect was told as "could not connect", without a name, an address or a reason.
describe('why a connect failed is told', () => {
  /** A port of this machine on which nobody listens. */
  async function unused() {
    const server = new RecordingServer();
    server.close();
    await vce.drain();
    return server.port;
  }

  test('by what a blocking connect throws', async () => {
    const port = await unused();
    const client = new RecordingClient({ blocking: true });
    const { message } = thrown(() => client.connect(HOST, port), vce.ConnectError);
    assert.match(message, new RegExp(`connect to ${HOST} port ${port}: Connection refused`));
    assert.match(
      thrown(() => client.connect('nosuch.invalid', 9), vce.ConnectError).message,
      /connect to nosuch.invalid: /,
    );
  });

  test('by the rejection of vce.connect() and in onClose()', async () => {
    const port = await unused();
    const client = new RecordingClient();
    const details = [];
    client.onClose = (connection) => {
      details.push(connection.endDetail);
    };
    const text = new RegExp(`connect to ${HOST} port ${port}: Connection refused`);
    await assert.rejects(vce.connect(client, HOST, port), ({ message }) => text.test(message));
    assert.match(details[0], text);
  });

  test('and why a server cannot listen, and why a connection ended', async () => {
    const server = new RecordingServer();
    assert.match(
      thrown(() => new RecordingServer({}, server.port), vce.BindError).message,
      new RegExp(`bind to ${HOST} port ${server.port}: Address already in use`),
    );
    const [connection, other] = await pair(server, new RecordingClient());
    assert.equal(connection.endDetail, null);
    other.close();
    await vce.closed(connection);
    assert.match(connection.endDetail, new RegExp(`${HOST} port ${server.port}: `));
  });

  test('and a connect has a time of its own', async () => {
    const nobody = '192.0.2.1'; // for documentation only, RFC 5737
    const client = new RecordingClient({ connectTimeout: 0.1 });
    await assert.rejects(vce.connect(client, nobody, 9), vce.ConnectError);
    assert.equal(client.size, 0);
    for (const wrong of [0, -1, NaN, Infinity, 2 ** 31, '5'])
      assert.match(
        thrown(() => new vce.Client({ connectTimeout: wrong }), RangeError).message,
        /^connectTimeout must be a number of seconds above 0 and up to 2147483, or null/,
      );
  });
});

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
