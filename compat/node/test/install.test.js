// The package: what is in it, and that it works where npm has put it.

import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert, vce } from './support.js';

const execute = promisify(execFile);
const package_ = fileURLToPath(new URL('..', import.meta.url));
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;
const PROGRAM = `
  import * as vce from 'vce';
  import { vce_strerror } from 'vce/raw';
  const server = new vce.Server('127.0.0.1', 0, { onRecord: (c, line) => void c.send(line) });
  const client = new vce.Client({ onRecord(c, line) {
    console.log(String(line), vce_strerror(0), vce.raw.libraryPath);
    server.close();
  } });
  (await vce.connect(client, '127.0.0.1', server.port)).send('hello');
`;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'vce-node-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Installs into a new folder, or skips the test where the registry cannot be reached. */
async function install(t, ...what) {
  const target = mkdtempSync(join(folder, 'app-'));
  writeFileSync(join(target, 'package.json'), '{ "type": "module", "private": true }');
  writeFileSync(join(target, 'app.js'), PROGRAM);
  try {
    await execute(
      'npm',
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...what],
      { cwd: target },
    );
  } catch (problem) {
    const output = problem.stdout + problem.stderr;
    if (!UNREACHABLE.test(output) || process.env.CI || process.env.VCE_MAY_NOT_SKIP)
      assert.fail(output);
    t.skip('the npm registry cannot be reached');
    return null;
  }
  return target;
}

async function output(target, environment = {}) {
  return (
    await execute(process.execPath, ['app.js'], {
      cwd: target,
      env: { ...process.env, ...environment },
    })
  ).stdout;
}

test('npm pack makes a tarball that npm installs', async (t) => {
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: package_,
  });
  const [{ filename, files }] = JSON.parse(stdout);
  const names = files.map((file) => file.path).sort();
  assert.deepEqual(
    names.filter((name) => !name.startsWith('lib/')),
    ['README.md', 'package.json'],
  );
  for (const name of ['lib/index.js', 'lib/index.d.ts', 'lib/raw.js', 'lib/raw.d.ts'])
    assert.ok(names.includes(name), name);
  const target = await install(t, join(folder, filename));
  if (!target) return;
  const path = process.env.VCE_LIBRARY;
  assert.equal(await output(target), `hello success ${path}\n`);

  const beside = join(target, 'node_modules/vce/lib/libvce.so.2');
  copyFileSync(path, beside);
  assert.equal(await output(target, { VCE_LIBRARY: '' }), `hello success ${beside}\n`);
});

test('npm installs the folder', async (t) => {
  const copy = join(folder, 'compat', 'node');
  mkdirSync(join(copy, 'lib'), { recursive: true });
  for (const name of [
    'package.json',
    'README.md',
    ...[
      'index',
      'raw',
      'load',
      'checks',
      'options',
      'waiting',
      'errors',
      'runtime',
      'pump',
      'connection',
      'callbacks',
      'context',
      'logs',
    ].map((module) => `lib/${module}.js`),
  ])
    copyFileSync(join(package_, name), join(copy, name));
  const target = await install(t, '--install-links', copy);
  if (target) assert.match(await output(target), /^hello success /);
});

test('the versions of package and library are the same', () => {
  const { version } = JSON.parse(readFileSync(join(package_, 'package.json'), 'utf8'));
  assert.equal(version, vce.version);
  assert.equal(version, vce.raw.LIBVCE_VERSION);
});
