// What a program gives: numbers, names of options, functions.

import { describe, test } from 'node:test';
import { HOST, RecordingClient, RecordingServer, assert, thrown, vce } from './support.js';

const { raw } = vce;
const UNFIT = [2 ** 31, 2 ** 32, -(2 ** 31) - 1, 1.5, NaN, Infinity];

/** The call names the argument and its range. */
function refused(call, name, range) {
  assert.match(thrown(call, RangeError).message, new RegExp(`^${name} must be .*${range}`));
}

// Numbers were cut to 32 bits on their way to C: a time-out of 2 to the power of 32 became 0, and a
// timer of more than 24 days expired at once.
describe('numbers that C would cut are refused', () => {
  const OPTIONS = {
    maxConnections: '-2147483648 to 2147483647',
    readBuffer: '0 to 2147483647',
    writeBuffer: '0 to 2147483647',
    idleTimeout: '-2147483648 to 2147483647',
    recordsPerHeartbeat: '0 to 2147483647',
    maxRecord: '0 to 2147483647',
    safetyRead: '0 to 100',
    recordsPerSecond: '0 to 2147483647',
    bytesPerSecond: '0 to 2147483647',
  };

  test('in options of servers and clients', () => {
    for (const [name, range] of Object.entries(OPTIONS)) {
      for (const value of [...UNFIT, '5', null, 5n]) {
        if (name === 'idleTimeout' && value === null) continue; // never
        refused(() => new vce.Server(HOST, 0, { [name]: value }), name, range);
        refused(() => new vce.Client({ [name]: value }), name, range);
      }
    }
    for (const name of ['hiwater', 'acceptsPerMinute', 'maxPerAddress'])
      for (const value of UNFIT)
        refused(() => new vce.Server(HOST, 0, { [name]: value }), name, 'to 2147483647');
    for (const name of ['readBuffer', 'writeBuffer'])
      refused(() => new vce.Client({ [name]: -1 }), name, '0 to 2147483647');
    assert.equal(vce.counters().current_conn, 0);
  });

  test('in options that have parts', () => {
    const ranges = { keepalive: { idle: 32767, interval: 32767, probes: 127 } };
    for (const [name, names] of Object.entries(ranges)) {
      for (const [part, most] of Object.entries(names)) {
        for (const value of [...UNFIT, most + 1, -1, '5', null])
          refused(
            () => new vce.Client({ [name]: { [part]: value } }),
            `${name}.${part}`,
            `0 to ${most}`,
          );
        new vce.Client({ [name]: { [part]: most } }).close();
      }
      assert.match(
        thrown(() => new vce.Client({ [name]: { idel: 5 } }), TypeError).message,
        new RegExp(`^${name} has no option idel, but `),
      );
      new vce.Client({ [name]: null }).close();
    }
    for (const value of [0, -1, NaN, Infinity, 2 ** 31, '5'])
      refused(() => new vce.Client({ userTimeout: value }), 'userTimeout', 'above 0 and up to');
    new vce.Client({ userTimeout: 0.001 }).close();
  });

  test('in limits, ports, idle times and verbosity', () => {
    for (const value of UNFIT) {
      refused(() => vce.initialize({ maxConnections: value }), 'maxConnections', '2147483647');
      refused(() => vce.initialize({ maxContexts: value }), 'maxContexts', '2147483647');
      refused(() => vce.logTo(null, value), 'verbosity', '2147483647');
    }
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    for (const value of [...UNFIT, -1, 65536, 65536 + server.port, '80']) {
      refused(() => client.connect(HOST, value), 'port', '1 to 65535');
      refused(() => new vce.Server(HOST, value), 'port', '0 to 65535');
    }
    const connection = client.connect(HOST, server.port);
    for (const value of UNFIT)
      refused(() => connection.setIdleTimeout(value), 'idleTimeout', 'to 2147483647');
  });

  test('in times to wait', async () => {
    const unfit = [2147484, 2 ** 31, 2 ** 32, NaN, '5', null, 5n];
    const message = /^RangeError: timeout must be a number of seconds up to 2147483, or Infinity/;
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    for (const value of unfit) {
      await assert.rejects(vce.run(undefined, value), message);
      assert.match(String(thrown(() => vce.drain(value), RangeError)), message);
      await assert.rejects(vce.connect(client, HOST, server.port, value), message);
    }
    assert.equal(client.size, 0);
    assert.equal(await vce.run(() => false, -1), false);
    let asked = 0;
    const ticks = setInterval(() => {}, 1); // after each of which the condition is asked
    assert.equal(await vce.run(() => ++asked === 3, 2147483), true); // it is not over at once
    clearInterval(ticks);
  });

  test('in every function of the thin layer', () => {
    const buffer = Buffer.alloc(16);
    for (const value of UNFIT) {
      refused(() => raw.vce_strerror(value), 'ecode', '-2147483648 to 2147483647');
      refused(() => raw.vce_binary_push_nb_i4(buffer, 0, 16, value), 'v', 'to 2147483647');
      refused(() => raw.vce_dump_buffer(buffer, value), 'len', 'to 2147483647');
      refused(() => raw.vce_binary_push_nb_i2(buffer, 0, 16, value), 'v', '-32768 to 65535');
      refused(() => raw.vce_binary_push_nb_i1(buffer, 0, 16, value), 'v', '-128 to 255');
      refused(
        () => raw.vce_tcpcontext_create(0, '', value, 1, 1, 1, 1, 1, 1, 0),
        'port',
        '0 to 65535',
      );
      const limits = {};
      raw.vce_limit_clear(limits);
      limits.max_conn = value;
      refused(() => raw.vce_initialize_limited(limits), 'lim.max_conn', 'to 2147483647');
    }
    for (const value of [1.5, NaN, Infinity, 2 ** 63, 2n ** 63n])
      refused(() => raw.vce_binary_push_nb_i8(buffer, 0, 16, value), 'v', 'to 9223372036854775807');
    for (const value of [-1, 1.5, 2 ** 64, 2n ** 64n])
      refused(() => raw.VCEMALLOC(value), 'size', '0 to 18446744073709551615');
    for (const serial of [-1, 1.5, 2 ** 32])
      refused(() => raw.vce_conn_close({ p: 5n, serial }), '\\w+.serial', '0 to 4294967295');
    refused(() => raw.vce_binary_pop_nb_ia4(buffer, 4, 0, [0], [2 ** 32]), 'outlen\\[0\\]', '');
    refused(
      () => raw.vce_binary_pack([{ t: raw.SINGLE_INT, maxu: -1, n: 0, p: buffer }], 1, buffer, 16),
      'bi\\[0\\].maxu',
      '0 to 4294967295',
    );
    assert.equal(raw.vce_binary_push_nb_i4(buffer, 0, 16, 10n), 4);
    assert.equal(raw.vce_binary_push_nb_i8(buffer, 0, 16, -(2n ** 63n)), 8);
    assert.equal(buffer.readBigInt64BE(0), -(2n ** 63n));
  });

  test('in what a callback gives', async () => {
    for (const value of [2 ** 31, 2 ** 32, 2n ** 40n]) {
      const warned = new Promise((resolve) => process.once('warning', resolve));
      const loop = raw.mainloop_callback(() => value);
      raw.vce_set_mainloop_callback(loop);
      assert.notEqual(raw.vce_mainloop(), 0);
      raw.vce_set_mainloop_callback(null);
      raw.unregister(loop);
      assert.match((await warned).message, /mainloop_callback must give an integer from/);
    }
  });
});

// Options with a wrong name were not noticed: the program ran with the default.
describe('unknown options are refused', () => {
  const cases = {
    'new Server()': [(o) => new vce.Server(HOST, 0, o), /hiwater.*onAccept.*onError/],
    'new Client()': [(o) => new vce.Client(o), /blocking.*onConnect.*onError/],
    'broadcast()': [(o) => new vce.Client().broadcast('', o), /skip, whenFull/],
    'initialize()': [(o) => vce.initialize(o), /maxConnections, maxContexts/],
  };

  for (const [where, [call, known]] of Object.entries(cases)) {
    test(`of ${where}`, () => {
      const { message } = thrown(() => call({ maxConnection: 5 }), TypeError);
      assert.ok(message.startsWith(`${where} has no option maxConnection`), message);
      assert.match(message, known);
      for (const wrong of [null, 5, 'text'])
        assert.match(thrown(() => call(wrong), TypeError).message, /an object with options/);
    });
  }

  test('also those of the other kind, and functions that are none', () => {
    thrown(() => new vce.Client({ hiwater: 5 }), TypeError);
    thrown(() => new vce.Server(HOST, 0, { onConnect() {} }), TypeError);
    for (const wrong of [null, 5, 'onRecord'])
      assert.match(
        thrown(() => new vce.Client({ onRecord: wrong }), TypeError).message,
        /^onRecord must be a function/,
      );
    assert.equal(vce.counters().current_conn, 0);
  });
});

test('every method that the README names can be given to the constructor', () => {
  const names = { Server: [], Client: ['onConnect'] };
  for (const name of ['onRecord', 'onOverRate', 'onClose', 'onError']) names.Client.push(name);
  names.Server.push('onAccept', 'onHiwater', 'onTooFast');
  names.Server.push('onRecord', 'onOverRate', 'onClose', 'onError');
  const made = (given) => Object.fromEntries(given.map((name) => [name, () => name]));
  const server = new vce.Server(HOST, 0, made(names.Server));
  const client = new vce.Client(made(names.Client));
  for (const name of names.Server) assert.equal(server[name](), name);
  for (const name of names.Client) assert.equal(client[name](), name);
});
