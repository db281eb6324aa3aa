// The servers and the client of README.md do what is said of them.
//
// The README's chat server ended a speaker when another client did not read, and an echo server like
// it ended a client that sent much before reading.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assert, peer, vce, wait } from './support.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const BLOCKS = [...README.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);
const made = [];

after(() => made.forEach((path) => rmSync(path)));

/** Runs the block with that text as a module, with another port; what it makes is exported. */
async function run(part, port) {
  const [block, ...more] = BLOCKS.filter((code) => code.includes(part));
  assert.ok(block && !more.length, `${part} is not in one block of the README`);
  const code = (block.includes('import') ? block : `import * as vce from 'vce';\n${block}`)
    .replace('5555', String(port))
    .replace(/^new vce?\.?\w+|^new \w+/m, 'export const made = $&');
  const url = new URL(`readme-${made.length}-${process.pid}.mjs`, import.meta.url);
  made.push(fileURLToPath(url));
  writeFileSync(url, code);
  return (await import(url.href)).made;
}

test('the chat server relays, also when one does not read', async () => {
  const server = await run('class Chat', 0);
  const [talker, reader, slow] = [await peer(server), await peer(server), await peer(server)];
  slow.pause();
  await wait(() => server.size === 3);
  const line = `${'x'.repeat(999)}\n`;
  const before = vce.counters().broadcast_dropped;
  let sent = 0;
  while (vce.counters().broadcast_dropped - before < 100) {
    for (let n = 0; n < 100; n++) talker.write(line);
    sent += 100 * line.length;
    await wait(() => reader.text.length === sent);
  }
  assert.equal(server.size, 3);
  assert.equal(talker.ended, false);
});

test('the client talks to the chat server', async (t) => {
  const server = await run('class Chat', 0);
  const listener = await peer(server);
  await wait(() => server.size === 1);
  const log = t.mock.method(console, 'log', () => {});
  const running = run('new vce.Client', server.port);
  await wait(() => listener.text === 'hello\n');
  server.broadcast('welcome');
  await wait(() => log.mock.calls.length === 1);
  server.close();
  await running;
  assert.deepEqual(
    log.mock.calls.map((call) => call.arguments),
    [['welcome'], ['remote']],
  );
});

test('the echo server answers 100,000 pipelined lines of 1,000 bytes', async () => {
  const server = await run('safetyRead', 0);
  const socket = await peer(server);
  const line = `${'x'.repeat(999)}\n`;
  let got = 0;
  socket.removeAllListeners('data');
  socket.pause();
  for (let n = 0; n < 1000; n++) socket.write(line.repeat(100));
  // What waits in the system's buffers and in the server's is full when no more is taken.
  let [before, quiet] = [-1, 0];
  while (quiet < 500 && !socket.ended) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const now = vce.counters().recv_record;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
  socket.on('data', (data) => {
    got += data.length;
  });
  socket.resume();
  await wait(() => got === 100000 * line.length || socket.ended);
  assert.equal(got, 100000 * line.length);
});
