// Both connect modes: what is told, in which order, and why a connect failed.

import { describe, test } from 'node:test';
import {
  HOST,
  RecordingClient,
  RecordingServer,
  assert,
  greeter,
  pair,
  thrown,
  vce,
  wait,
} from './support.js';

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
  /** A port of this machine without a server. */
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
