// Which peers are let in: accept, hi-water, kick list, rate, maximum. And errors of settings.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import {
  HOST,
  RecordingClient,
  RecordingServer,
  assert,
  pair,
  peer,
  thrown,
  turnedAway,
  vce,
  wait,
} from './support.js';

describe('accepting', () => {
  test('onAccept may refuse', async () => {
    const server = new vce.Server(HOST, 0, { onAccept: () => false });
    await turnedAway(server);
    assert.equal(server.size, 0);
  });

  test('onHiwater is told when nearly full', async () => {
    class Room extends RecordingServer {
      full = [];

      onHiwater(connection, count) {
        this.full.push(count);
        connection.send('full');
        connection.close();
      }
    }
    const server = new Room({ hiwater: 3, maxConnections: 10 });
    const first = await peer(server);
    await wait(() => server.accepted.length);
    const second = await peer(server);
    await wait(() => second.ended);
    assert.deepEqual(server.full, [2]);
    assert.equal(server.accepted.length, 1);
    assert.equal(second.text, 'full\n');
    await wait(() => server.size === 1);
    first.write('still here\n');
    await wait(() => server.records.length);
  });

  test('onHiwater may refuse', async () => {
    await turnedAway(new vce.Server(HOST, 0, { hiwater: 1, onHiwater: () => false }));
  });

  test('the maximum turns away', async () => {
    const server = new RecordingServer({ maxConnections: 1 });
    await peer(server);
    await wait(() => server.accepted.length);
    const before = vce.counters().turned_away_maximum;
    await turnedAway(server);
    assert.equal(vce.counters().turned_away_maximum, before + 1);
    assert.equal(server.accepted.length, 1);
  });

  test('the maximum per address turns away', async () => {
    const server = new RecordingServer({ maxPerAddress: 1 });
    await peer(server);
    await wait(() => server.accepted.length);
    await turnedAway(server);
    assert.equal(server.accepted.length, 1);
  });

  test('kicked addresses are turned away', async () => {
    const server = new RecordingServer();
    server.kick(['192.0.2.1', HOST]);
    await turnedAway(server);
    server.kick([]);
    await peer(server);
    await wait(() => server.accepted.length);
    for (const wrong of ['nonsense', '1.2.3', '::1', 5])
      thrown(() => server.kick([wrong]), TypeError);
    server.close();
    thrown(() => server.kick([HOST]), vce.ClosedError);
  });

  test('too many per minute are turned away or let pass', async () => {
    class Patient extends RecordingServer {
      asked = 0;
      answer = false;

      onTooFast() {
        this.asked += 1;
        return this.answer;
      }
    }
    const server = new Patient({ acceptsPerMinute: 1 });
    await peer(server);
    await peer(server);
    await wait(() => server.accepted.length === 2);
    await turnedAway(server);
    assert.equal(server.asked, 1);
    server.answer = true;
    await peer(server);
    await wait(() => server.accepted.length === 3);
    assert.equal(server.asked, 2);
  });

  test('accepting can be switched off', async () => {
    const server = new RecordingServer();
    server.enableAccept(false);
    await turnedAway(server);
    server.enableAccept(true);
    await peer(server);
    await wait(() => server.accepted.length);
  });

  test('connections may have a class of their own', async () => {
    class Player extends vce.Connection {
      hello() {
        return `hello ${this.serial}`;
      }
    }
    class Game extends RecordingServer {
      static connectionClass = Player;
    }
    const server = new Game();
    await peer(server);
    await wait(() => server.accepted.length);
    assert.equal(server.accepted[0].hello(), `hello ${server.accepted[0].serial}`);
  });
});

describe('connections that send too much', () => {
  test('pause, and lose nothing', async () => {
    const asked = [];
    const server = new RecordingServer({
      recordsPerSecond: 20,
      onOverRate: (connection) => void asked.push(connection),
    });
    const socket = await peer(server);
    socket.write('x\n'.repeat(25));
    await wait(() => server.records.length === 25);
    assert.ok(asked.length > 0 && asked.every((one) => one === server.accepted[0]));
    assert.ok(vce.counters().rate_pauses > 0);
  });

  test('can be ended', async () => {
    class Strict extends RecordingServer {
      onOverRate() {
        return false;
      }
    }
    const server = new Strict({ bytesPerSecond: 10 });
    const socket = await peer(server);
    socket.write('123456789\n'.repeat(3));
    await wait(() => socket.ended);
    assert.deepEqual(server.reasons, ['parser']);
  });
});

describe('settings', () => {
  test('keep-alive times reach the sockets', async () => {
    const server = new RecordingServer({
      keepalive: { idle: 77, interval: 11, probes: 3 },
      userTimeout: 30,
    });
    await peer(server);
    await wait(() => server.accepted.length);
    // Of the sockets of the system: its end here, its state (established), and its timer.
    const port = server.port.toString(16).toUpperCase().padStart(4, '0');
    const line = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .find((text) => new RegExp(`^ *\\d+: \\S+:${port} \\S+ 01 `).test(text));
    const [, kind, ticks] = line.match(/ 01 \S+ (\w\w):(\w+) /);
    assert.equal(kind, '02'); // keep-alive
    const seconds = parseInt(ticks, 16) / 100;
    assert.ok(seconds > 10 && seconds <= 77.5, `${seconds} s until the first probe`);
  });

  test('a port in use', () => {
    const server = new RecordingServer();
    const problem = thrown(() => new RecordingServer({}, server.port), vce.BindError);
    assert.equal(problem.errno, vce.raw.VCE_EBIND);
    assert.match(problem.message, /VCE_EBIND/);
  });

  test('an address that is none', () => {
    assert.equal(
      thrown(() => new vce.Server('256.256.256.256'), vce.BindError).code,
      'VCE_EIPADDR',
    );
    thrown(() => new vce.Server(5), TypeError);
    thrown(() => new vce.Server('127.0.0.1\0'), TypeError);
  });

  test('impossible sizes, ports and framings', () => {
    assert.equal(thrown(() => new vce.Client({ readBuffer: 0 }), vce.VceError).code, 'VCE_EARRAY');
    thrown(() => new vce.Server(HOST, 0, { maxPerAddress: -1 }), vce.VceError);
    for (const wrong of [NaN, 1.5, '9', 2 ** 31])
      thrown(() => new vce.Client({ readBuffer: wrong }), RangeError);
    for (const wrong of [-1, 65536, 1.5, NaN, '80'])
      thrown(() => new vce.Server(HOST, wrong), RangeError);
    thrown(() => new vce.Client().connect(HOST, 0), RangeError);
    thrown(() => new vce.Client({ framing: 'morse' }), TypeError);
    thrown(() => vce.initialize({ maxConnections: 'many' }), RangeError);
  });

  test('what is left undefined has its default', async () => {
    const server = new RecordingServer({ idleTimeout: undefined, maxConnections: undefined });
    await pair(server, new RecordingClient({ idleTimeout: undefined, blocking: undefined }));
    assert.match(server.constructor.name, /Server/);
  });

  test('too many connections and contexts', () => {
    const [server, client] = [new RecordingServer(), new vce.Client({ maxConnections: 1 })];
    client.connect(HOST, server.port);
    thrown(() => client.connect(HOST, server.port), vce.FullError);
    vce.finalize();
    vce.initialize({ maxContexts: 1 });
    const kept = new vce.Client();
    thrown(() => new vce.Client(), vce.FullError);
    vce.finalize();
    vce.initialize();
    assert.ok(kept.closed);
  });

  test('a source address', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    client.setSource('127.0.0.2');
    const [, other] = await pair(server, client);
    assert.equal(other.remote.address, '127.0.0.2');
    thrown(() => client.setSource('localhost'), vce.BindError);
  });

  test('worker threads are refused, and may end as they like', async () => {
    const worker = new Worker(new URL('thread.js', import.meta.url));
    const [said] = await once(worker, 'message');
    assert.match(said.problem, /only the main thread/);
    assert.equal(said.text, vce.raw.vce_strerror(vce.raw.VCE_EFULL));
    assert.equal(await worker.terminate(), 1);
    await pair(new RecordingServer(), new RecordingClient());
  });

  test('what calls of raw have started is not taken over', () => {
    assert.equal(vce.raw.vce_initialize(), 0);
    assert.match(thrown(() => new vce.Client(), Error).message, /in use already/);
    vce.raw.vce_finalize();
    new vce.Client().close();
  });
});

describe('messages', () => {
  test('go to a logger, which may fail', async (t) => {
    t.after(() => vce.logTo(null, -1));
    const seen = [];
    const logger = Object.fromEntries(
      ['error', 'warn', 'info'].map((level) => [level, (text) => seen.push([level, text])]),
    );
    vce.logTo(logger);
    vce.raw.vce_errout0('Warning:4101 something\n');
    vce.raw.vce_errout0('Fatal:1207 bad\n');
    vce.raw.vce_errout0('plain text\n');
    vce.raw.vce_errout0_v('verbose\n');
    assert.deepEqual(seen, [
      ['warn', 'Warning:4101 something'],
      ['error', 'Fatal:1207 bad'],
      ['info', 'plain text'],
    ]);
    const warned = new Promise((resolve) => process.once('warning', resolve));
    vce.logTo({
      info() {
        throw new Error('disk full');
      },
    });
    vce.raw.vce_errout0('lost\n');
    assert.equal((await warned).message, 'disk full');
  });
});
