// The library inside Node's event loop: it neither spins nor blocks, and lets the process end.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import {
  EchoServer,
  HOST,
  RecordingClient,
  RecordingServer,
  assert,
  pair,
  peer,
  vce,
  wait,
} from './support.js';

const sleep = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Runs a program in a process of its own; what it wrote, and how it ended. */
async function runProgram(source, ...flags) {
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', source], {
    cwd: new URL('.', import.meta.url),
    timeout: 20000,
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'])
    child[stream].on('data', (data) => {
      written[stream] += data;
    });
  const [status, signal] = await once(child, 'close');
  return { status, signal, ...written };
}

describe('an idle program', () => {
  test('sleeps', async () => {
    await pair(new RecordingServer(), new RecordingClient());
    await sleep(50);
    const before = process.cpuUsage();
    await sleep(1000);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 200000, `${(user + system) / 1000} ms of CPU time in an idle second`);
  });

  test('keeps deadlines of the library', async () => {
    const server = new RecordingServer({ idleTimeout: 1 });
    const socket = await peer(server);
    const start = performance.now();
    await wait(() => socket.ended);
    assert.ok(performance.now() - start > 500);
    assert.deepEqual(server.reasons, ['timeout']);
  });

  test('keeps a deadline that a heartbeat of its own has set', async () => {
    const server = new RecordingServer();
    const socket = await peer(server);
    while (!server.accepted.length) vce.heartbeat(); // the event loop has no part in this
    vce.raw.vce_conn_set_timeout(server.accepted[0].handle, 1);
    vce.heartbeat();
    await wait(() => socket.ended);
  });
});

describe('the event loop', () => {
  test('goes on under load', async () => {
    const [server, client] = [new EchoServer(), new RecordingClient()];
    client.onRecord = (connection, line) => void connection.send(line);
    for (let n = 0; n < 20; n++) (await pair(server, client))[0].send('x');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const before = server.records.length;
    await wait(() => turns > 100 && server.records.length > before + 1000);
    clearInterval(timer);
  });

  test('runs promises after each heartbeat', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const order = [];
    server.onRecord = (connection, line) => {
      order.push(`record ${line}`);
      Promise.resolve().then(() => order.push(`promise ${line}`));
    };
    const [connection] = await pair(server, client);
    connection.send('1');
    await wait(() => order.length);
    connection.send('2');
    await wait(() => order.length === 4);
    assert.deepEqual(order, ['record 1', 'promise 1', 'record 2', 'promise 2']);
  });

  test('answers quickly', async () => {
    const [server, client] = [new EchoServer(), new RecordingClient()];
    const [connection] = await pair(server, client);
    const times = [];
    for (let n = 1; n <= 200; n++) {
      const start = performance.now();
      connection.send('x');
      await wait(() => client.records.length === n);
      times.push(performance.now() - start);
    }
    // On a busy machine most may take long; when the loop sleeps too long, all do.
    const tenth = times.sort((a, b) => a - b)[20];
    assert.ok(tenth < 50, `${tenth} ms for an echo`);
  });
});

describe('waiting', () => {
  test('run tells whether it came true, and what its condition threw', async () => {
    assert.equal(await vce.run(() => true), true);
    assert.equal(await vce.run(() => false, 0.05), false);
    assert.equal(await vce.run(undefined, 0.05), false);
    let asked = 0;
    await assert.rejects(
      vce.run(() => {
        asked += 1;
        if (asked === 2) throw new Error('no good');
      }, 5),
      /no good/,
    );
    const before = asked;
    await sleep(50);
    assert.equal(asked, before);
  });

  // run() woke ten times a second to ask its condition.
  test('run does not wake up by itself', async () => {
    const { stdout, stderr } = await runProgram(`
      import * as vce from 'vce';
      new vce.Server('127.0.0.1');
      let asked = 0;
      let done = false;
      const over = vce.run(() => { asked += 1; return done; });
      await new Promise((resolve) => setTimeout(resolve, 500)); // what is to do at first
      const before = asked;
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const rounds = asked - before;
      setTimeout(() => { done = true; }, 10);
      console.log(rounds <= 3 || rounds, await over);
      process.exit();
    `);
    assert.deepEqual([stdout, stderr], ['true true\n', '']);
  });

  for (const [what, later] of Object.entries({
    'a timer': (f) => setTimeout(f, 20),
    'a promise': (f) => sleep(20).then(f),
    'a later tick': (f) => process.nextTick(f),
    'a socket': async (f) => {
      const socket = await peer(new RecordingServer());
      socket.on('close', f);
      socket.destroy();
    },
    'a signal': (f) => {
      process.once('SIGUSR2', f);
      setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 20);
    },
    'the same turn': (f) => f(),
  })) {
    test(`run notices what ${what} has done`, async () => {
      let done = false;
      const over = vce.run(() => done, 60);
      later(() => {
        done = true;
      });
      const start = performance.now();
      assert.equal(await over, true);
      assert.ok(performance.now() - start < 30000);
    });
  }

  test('a condition must answer at once', async () => {
    await assert.rejects(
      vce.run(async () => true, 5),
      /^TypeError: until must answer at once, not with a promise/,
    );
    await assert.rejects(vce.run(5), /^TypeError: until must be a function/);
  });

  test('several may wait at the same time', async () => {
    let n = 0;
    const three = vce.run(() => n >= 3, 60);
    const two = vce.run(() => n >= 2, 60);
    const timer = setInterval(() => {
      n += 1;
    }, 5);
    await two;
    assert.equal(n, 2);
    await three;
    assert.equal(n, 3);
    clearInterval(timer);
  });

  test('stop ends what runs, or what runs next', async () => {
    const server = new RecordingServer();
    const running = [vce.run(), vce.run(() => false, 60)];
    server.onRecord = () => vce.stop();
    (await peer(server)).write('x\n');
    const start = performance.now();
    assert.deepEqual(await Promise.all(running), [false, false]);
    vce.stop();
    assert.equal(await vce.run(() => false, 60), false);
    assert.ok(performance.now() - start < 30000);
    vce.stop();
    assert.equal(await vce.run(() => true, 60), true);
    vce.finalize();
    let asked = 0;
    assert.equal(await vce.run(() => ++asked === 3 || setTimeout(() => {}, 1) === 0, 60), true);
    assert.equal(await vce.run(() => false, 0.01), false);
  });

  test('stop does not make drain say that all are gone', async () => {
    const server = new RecordingServer({ writeBuffer: 1 << 24 });
    const socket = await peer(server);
    socket.pause();
    await wait(() => server.accepted.length);
    server.accepted[0].send(Buffer.alloc((1 << 24) - 1, 'x'));
    server.close();
    const drained = vce.drain(60);
    const start = performance.now();
    vce.stop();
    assert.equal(await drained, false);
    assert.ok(performance.now() - start < 30000);
  });

  test('run may be awaited in a handler', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const seen = [];
    server.onRecord = async (connection, line) => {
      seen.push(String(line));
      if (seen.length > 1) return;
      seen.push(await vce.run(() => seen.length === 2, 60), 'over');
    };
    const [connection] = await pair(server, client);
    connection.send('first');
    await wait(() => seen.length);
    connection.send('second');
    await wait(() => seen.length === 4);
    assert.deepEqual(seen, ['first', 'second', true, 'over']);
  });

  test('the descriptor and the wait time are those of the library', () => {
    vce.initialize();
    assert.equal(vce.fileno(), vce.raw.vce_get_wait_fd());
    assert.ok(vce.waitTime() <= 60);
  });
});

describe('the process', () => {
  test('ends when nothing is left, also with a client that was not closed', async () => {
    const { status, stdout, stderr } = await runProgram(`
      import * as vce from 'vce';
      const server = new vce.Server('127.0.0.1', 0, { onRecord: (c, line) => void c.send(line) });
      const client = new vce.Client({ onRecord(c, line) {
        console.log(String(line));
        c.close();
        server.close();
      } });
      client.connect('127.0.0.1', server.port);
      client.onConnect = (c) => void c.send('hello');
    `);
    assert.deepEqual([status, stdout, stderr], [0, 'hello\n', '']);
  });

  test('lives as long as a server listens', async () => {
    const { status, stdout } = await runProgram(`
      import * as vce from 'vce';
      const server = new vce.Server('127.0.0.1');
      process.on('exit', () => console.log('exit'));
      setTimeout(() => { console.log('close'); server.close(); }, 300).unref();
    `);
    assert.deepEqual([status, stdout], [0, 'close\nexit\n']);
  });

  test('may exit inside a callback', async () => {
    const { status, stdout, stderr } = await runProgram(`
      import * as vce from 'vce';
      const server = new vce.Server('127.0.0.1', 0, { onRecord() {
        console.log('record');
        process.exit(3);
      } });
      (await vce.connect(new vce.Client(), '127.0.0.1', server.port)).send('x');
    `);
    assert.deepEqual([status, stdout, stderr], [3, 'record\n', '']);
  });

  test('may end by an exception outside of the library', async () => {
    const { status, stderr } = await runProgram(`
      import * as vce from 'vce';
      new vce.Server('127.0.0.1');
      setTimeout(() => { throw new Error('on purpose'); }, 100);
    `);
    assert.equal(status, 1);
    assert.match(stderr, /on purpose/);
  });

  test('gives a library that cannot be loaded a clear error', async () => {
    const { status, stderr } = await runProgram(`
      process.env.VCE_LIBRARY = '/nowhere/libvce.so';
      await import('vce');
    `);
    assert.equal(status, 1);
    assert.match(stderr, /libvce cannot be loaded.*\n.*VCE_LIBRARY: .*\/nowhere\/libvce.so/);
  });

  test('keeps no connections, records or callbacks in memory', async () => {
    const { status, stdout, stderr } = await runProgram(
      `
      import koffi from 'koffi';
      import * as vce from 'vce';
      const server = new vce.Server('127.0.0.1', 0, { onRecord: (c, line) => void c.send(line) });
      const client = new vce.Client({ onRecord: (c) => c.close() });
      const seen = [];
      async function work(rounds) {
        for (let n = 0; n < rounds; n++) {
          const c = await vce.connect(client, '127.0.0.1', server.port);
          c.send('x'.repeat(10000));
          seen.push(new WeakRef(c));
          await vce.closed(c);
        }
        await vce.run(() => server.size === 0);
        for (let n = 0; n < 5; n++) {
          await new Promise(setImmediate);
          globalThis.gc();
        }
        return process.memoryUsage().rss;
      }
      let before = await work(1500); // by then the heap has its size
      const callbacks = koffi.stats().callbacks;
      const growth = []; // now and then the heap grows all the same; what is lost is lost each time
      do {
        const after = await work(1500);
        growth.push(after - before);
        before = after;
      } while (growth.at(-1) >= 10e6 && growth.length < 10);
      console.log(seen.filter((ref) => ref.deref()).length < 5, koffi.stats().callbacks - callbacks,
        growth.at(-1) < 10e6 || growth);
      server.close();
    `,
      '--expose-gc',
    );
    assert.deepEqual([status, stdout, stderr], [0, 'true 0 true\n', '']);
  });
});
