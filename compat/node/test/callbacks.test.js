// Callbacks that fail are reported and end their connection, and nothing else.

import { describe, test } from 'node:test';
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

class Oops extends Error {}

function fail() {
  throw new Oops('on purpose');
}

const failLater = async () => fail();

function checkError(context, connection) {
  assert.equal(context.errors.length, 1);
  assert.equal(context.errors[0][0], connection);
  assert.ok(context.errors[0][1] instanceof Oops);
}

/** A second pair of connections is not affected. */
async function othersGoOn(server, client) {
  for (const name of ['onAccept', 'onRecord', 'onClose', 'onHiwater']) delete server[name];
  const [connection] = await pair(server, client);
  connection.send('still alive');
  await wait(() => server.lines.at(-1) === 'still alive');
}

for (const [how, failing] of [
  ['throws', fail],
  ['gives a promise that is rejected', failLater],
]) {
  describe(`what ${how} in`, () => {
    test('onRecord', async () => {
      const [server, client] = [new RecordingServer(), new RecordingClient()];
      const [connection, other] = await pair(server, client);
      server.onRecord = failing;
      connection.send('one');
      await vce.closed(connection);
      checkError(server, other);
      assert.equal(
        other.reason,
        how === 'throws' ? vce.CloseReason.PARSER : vce.CloseReason.APPLICATION,
      );
      await othersGoOn(server, client);
    });

    test('onAccept', async () => {
      const [server, client] = [new RecordingServer(), new RecordingClient()];
      server.onAccept = failing;
      await vce.closed(client.connect(HOST, server.port));
      await wait(() => server.size === 0);
      checkError(server, server.errors[0][0]);
      await othersGoOn(server, client);
    });

    test('onHiwater', async () => {
      const [server, client] = [new RecordingServer({ hiwater: 1 }), new RecordingClient()];
      server.onHiwater = failing;
      await vce.closed(client.connect(HOST, server.port));
      checkError(server, server.errors[0][0]);
    });

    test('onTooFast', async () => {
      const server = new RecordingServer({ acceptsPerMinute: 1 });
      await peer(server);
      await peer(server);
      await wait(() => server.accepted.length === 2);
      server.onTooFast = failing;
      await turnedAway(server);
      checkError(server, null);
    });

    test('onClose', async () => {
      const [server, client] = [new RecordingServer(), new RecordingClient()];
      const [connection, other] = await pair(server, client);
      server.onClose = failing;
      connection.close();
      await vce.closed(other);
      await wait(() => server.errors.length);
      checkError(server, other);
      assert.equal(server.size, 0);
      await othersGoOn(server, client);
    });

    test('onConnect', async () => {
      const [server, client] = [new RecordingServer(), new RecordingClient()];
      client.onConnect = failing;
      const connection = client.connect(HOST, server.port);
      await vce.closed(connection);
      checkError(client, connection);
    });

    test('a logger is reported as a warning', async (t) => {
      t.after(() => vce.logTo(null, -1));
      const warned = new Promise((resolve) => process.once('warning', resolve));
      vce.logTo({ info: failing });
      vce.raw.vce_errout0('lost\n');
      assert.ok((await warned) instanceof Oops);
    });

    test('onError itself is reported as a warning', async () => {
      const server = new vce.Server(HOST, 0, { onRecord: fail, onError: failing });
      const socket = await peer(server);
      const warned = new Promise((resolve) => process.once('warning', resolve));
      socket.write('x\n');
      assert.ok((await warned) instanceof Oops);
      await wait(() => socket.ended);
    });
  });
}

describe('also', () => {
  test('errors are written to standard error by default', async (t) => {
    const written = t.mock.method(console, 'error', () => {});
    const server = new vce.Server(HOST, 0, { onRecord: fail });
    const socket = await peer(server);
    socket.write('x\n');
    await wait(() => socket.ended);
    assert.match(
      written.mock.calls[0].arguments[0],
      /callback of Server for connection \d+ failed/,
    );
    assert.ok(written.mock.calls[0].arguments[1] instanceof Oops);
  });

  test('a connection class that throws refuses, and fails connects', async () => {
    class Bad extends vce.Connection {
      constructor(...args) {
        super(...args);
        fail();
      }
    }
    class BadServer extends RecordingServer {
      static connectionClass = Bad;
    }
    class BadClient extends RecordingClient {
      static connectionClass = Bad;
    }
    const server = new BadServer();
    await turnedAway(server);
    checkError(server, null);
    const good = new RecordingServer();
    thrown(() => new BadClient().connect(HOST, good.port), Oops);
    await wait(() => vce.counters().current_conn === 0);
  });

  test('no other record of the connection follows, and other connections lose none', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const [bad, badEnd] = await pair(server, client);
    const [good] = await pair(server, client);
    server.onRecord = (connection, line) => {
      server.records.push(line);
      if (connection === badEnd) fail();
    };
    bad.send('one');
    bad.send('two');
    good.send('three');
    good.send('four');
    await vce.closed(badEnd);
    await wait(() => server.records.length === 3);
    assert.deepEqual(server.lines.sort(), ['four', 'one', 'three']);
  });

  test('sending that cannot be done is such a failure', async () => {
    const server = new RecordingServer({ writeBuffer: 4 });
    server.onRecord = (connection, line) => void connection.send(line);
    const socket = await peer(server);
    socket.write('too long for it\n');
    await wait(() => socket.ended);
    assert.ok(server.errors[0][1] instanceof vce.FullError);
  });

  test('a promise of false ends the connection when it is fulfilled', async () => {
    const server = new RecordingServer();
    let settled = 0;
    server.onRecord = async (connection, line) => {
      await null;
      settled += 1;
      return String(line) !== 'bad';
    };
    const socket = await peer(server);
    socket.write('good\n');
    await wait(() => settled);
    assert.ok(!server.accepted[0].closed);
    socket.write('bad\n');
    await wait(() => socket.ended);
    assert.deepEqual(server.errors, []);
  });

  test('things that are no Error may be thrown', async () => {
    const server = new RecordingServer();
    server.onRecord = () => {
      throw null; // eslint-disable-line no-throw-literal
    };
    const socket = await peer(server);
    socket.write('x\n');
    await wait(() => socket.ended);
    assert.deepEqual(server.errors[0][1], null);
  });
});

describe('inside a callback', () => {
  test('everything may be closed', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    server.onRecord = (connection) => {
      connection.close();
      server.close();
      client.close();
    };
    const [connection, other] = await pair(server, client);
    connection.send('x');
    await Promise.all([vce.closed(connection), vce.closed(other)]);
    assert.equal(server.size + client.size, 0);
  });

  test('a heartbeat does nothing and finalize is refused', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    const seen = [];
    const use = () => {
      vce.heartbeat();
      seen.push(vce.waitTime(), thrown(() => vce.finalize(), vce.VceError).code);
    };
    server.onRecord = use;
    client.onConnect = () => void seen.push(thrown(() => vce.finalize(), vce.VceError).code);
    const [connection] = await pair(server, client);
    connection.send('x');
    await wait(() => seen.length === 3);
    assert.deepEqual(seen, ['VCE_EFINALIZE', 0, 'VCE_EFINALIZE']);
    assert.ok(connection.alive);
  });

  test('servers and connections may be made', async () => {
    const [first, client] = [new RecordingServer(), new RecordingClient()];
    let made;
    first.onRecord = () => {
      made = new RecordingClient().connect(HOST, new RecordingServer().port);
    };
    const [connection] = await pair(first, client);
    connection.send('x');
    await wait(() => made?.connected);
  });

  test('onClose may connect again', async () => {
    const [server, client] = [new RecordingServer(), new RecordingClient()];
    client.onClose = () => void client.connect(HOST, server.port);
    const [connection] = await pair(server, client);
    connection.close();
    await wait(() => client.connected.length === 2);
  });
});
