// Nothing told that a write buffer has room again.

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

test('a long stream goes out piece by piece', async () => {
  const server = new RecordingServer({ writeBuffer: 4096 });
  const socket = await peer(server);
  await wait(() => server.accepted.length);
  const [connection] = server.accepted;
  const line = 'x'.repeat(999);
  let left = 500;
  let refused = 0;
  const goOn = () => {
    try {
      for (; left > 0; left -= 1) connection.send(line);
    } catch (problem) {
      assert.ok(problem instanceof vce.FullError);
      refused += 1;
      connection.whenWritable(1000, goOn);
    }
  };
  goOn();
  await wait(() => socket.text.length === 500000);
  assert.ok(refused > 100);
  assert.ok(connection.alive);
});

test('it is called once and can be removed', async () => {
  const [connection] = await pair(new RecordingServer(), new RecordingClient());
  const called = [];
  connection.whenWritable(1, (c) => void called.push(c));
  assert.deepEqual(called, []);
  await wait(() => called.length);
  vce.heartbeat();
  assert.deepEqual(called, [connection]);
  connection.whenWritable(1, (c) => void called.push(c));
  connection.whenWritable(1, null);
  vce.heartbeat();
  vce.heartbeat();
  assert.equal(called.length, 1);
});

test('false, an exception and a rejection end the connection', async () => {
  const server = new RecordingServer();
  const client = new RecordingClient();
  const problem = new Error('in there');
  const [refused] = await pair(server, client);
  refused.whenWritable(1, () => false);
  await wait(() => !refused.alive);
  assert.deepEqual([refused.reason, client.errors], [vce.CloseReason.PARSER, []]);
  assert.match(refused.endDetail, /the writable watcher returned -1/);
  for (const fail of [
    () => {
      throw problem;
    },
    async () => {
      throw problem;
    },
  ]) {
    client.errors = [];
    const [failed] = await pair(server, client);
    failed.whenWritable(1, fail);
    await wait(() => !failed.alive);
    assert.deepEqual(client.errors, [[failed, problem]]);
  }
});

test('wrong calls', async () => {
  const [connection] = await pair(new RecordingServer(), new RecordingClient({ writeBuffer: 100 }));
  for (const size of [0, -1, 101]) {
    const problem = thrown(() => connection.whenWritable(size, () => {}), vce.VceError);
    assert.equal(problem.code, 'VCE_ERANGE');
  }
  assert.throws(() => connection.whenWritable(1.5, () => {}));
  assert.throws(() => connection.whenWritable(1, 5), TypeError);
  connection.close();
  thrown(() => connection.whenWritable(1, () => {}), vce.ClosedError);
  await wait(() => !connection.alive);
  thrown(() => connection.whenWritable(1, () => {}), vce.ClosedError);
  connection.whenWritable(1, null);
});

test('a connecting one tells first that it is connected', async () => {
  const client = new RecordingClient();
  const seen = [];
  const connection = client.connect(HOST, new RecordingServer().port);
  connection.whenWritable(1, (c) => void seen.push([[...client.connected], c]));
  await wait(() => seen.length);
  assert.deepEqual(seen, [[[connection], connection]]);
});
