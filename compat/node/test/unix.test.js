// Unix sockets, and sockets that the program has: no program could use either.

import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import koffi from 'koffi';
import { HOST, RecordingClient, RecordingServer, assert, thrown, vce, wait } from './support.js';

let folder = '';
let name = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vce-unix-'));
  name = `unix:${folder}/socket`;
});

// After the library has ended, so that nothing is left in the folder.
afterEach(() => {
  vce.finalize();
  rmdirSync(folder);
});

function unixServer() {
  const server = new vce.Server(name, 0);
  Object.assign(server, { accepted: [], lines: [] });
  server.onAccept = (connection) => {
    server.accepted.push(connection);
  };
  server.onRecord = (connection, data) => {
    server.lines.push(String(data));
  };
  return server;
}

test('both ends talk and have the address of the server', async () => {
  const server = unixServer();
  const connection = await vce.connect(new RecordingClient(), name);
  connection.send('hello');
  await wait(() => server.lines.length);
  assert.deepEqual(server.lines, ['hello']);
  const address = { address: name, port: 0 };
  assert.deepEqual(connection.remote, address);
  assert.deepEqual(connection.local, address);
  assert.deepEqual(server.accepted[0].remote, address);
  assert.equal(server.port, 0);
  server.close();
  assert.ok(!existsSync(name.slice(5)));
});

test('each end knows the other', async () => {
  const server = unixServer();
  const client = new RecordingClient();
  const connection = await vce.connect(client, name);
  await wait(() => server.accepted.length);
  const me = { pid: process.pid, uid: process.geteuid(), gid: process.getegid() };
  assert.deepEqual(connection.peerCredentials, me);
  assert.deepEqual(server.accepted[0].peerCredentials, me);
  const tcp = await vce.connect(client, HOST, new RecordingServer().port);
  assert.equal(thrown(() => tcp.peerCredentials, vce.VceError).code, 'VCE_ESUPPORT');
  assert.ok(tcp.fd > 2);
});

test('nobody there, and names that cannot be', async () => {
  const client = new RecordingClient();
  await assert.rejects(vce.connect(client, name), /No such file/);
  assert.match(
    thrown(() => client.connect('unix:relative'), vce.ConnectError).message,
    /begins with \//,
  );
  thrown(() => client.connect(HOST), RangeError);
});

test('what cannot be adopted is refused', () => {
  const client = new RecordingClient();
  assert.equal(thrown(() => client.adopt(-1), vce.VceError).code, 'VCE_EINVAL');
  const server = () => new vce.Server('', 0, { listener: -1 });
  assert.equal(thrown(server, vce.VceError).code, 'VCE_EINVAL');
  thrown(() => client.adopt('3'), RangeError);
});

const libc = koffi.load(process.platform === 'linux' ? 'libc.so.6' : null);
const [AF_UNIX, AF_INET, STREAM] = [1, 2, 1];

test('a server of a socket that listens', async () => {
  const fd = libc.func('int socket(int, int, int)')(AF_INET, STREAM, 0);
  assert.equal(libc.func('int listen(int, int)')(fd, 5), 0); // the system chooses a port
  const server = new RecordingServer({ listener: fd });
  (await vce.connect(new RecordingClient(), HOST, server.port)).send('hello');
  await wait(() => server.lines.length);
});

test('a pair of connections', async () => {
  const ends = new Int32Array(2);
  assert.equal(libc.func('int socketpair(int, int, int, int *)')(AF_UNIX, STREAM, 0, ends), 0);
  const [one, other] = [new RecordingClient(), new RecordingClient()];
  const connection = one.adopt(ends[0]);
  assert.equal(connection.fd, ends[0]);
  other.adopt(ends[1]);
  connection.send('hello');
  await wait(() => other.lines.length);
  connection.close();
  await wait(() => other.reasons.length);
});
