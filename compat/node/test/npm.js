// What the tests of installing share: programs and source trees of their own, and npm.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from './support.js';

const execute = promisify(execFile);
export const package_ = fileURLToPath(new URL('..', import.meta.url));
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;
export const PROGRAM = `
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

/** A folder of its own for a program that uses the package. */
export function program() {
  const target = mkdtempSync(join(folder, 'app-'));
  writeFileSync(join(target, 'package.json'), '{ "type": "module", "private": true }');
  writeFileSync(join(target, 'app.js'), PROGRAM);
  return target;
}

/** A source tree with nothing but the package, as far as it is in the repository. */
export function sourceTree() {
  const copy = join(mkdtempSync(join(folder, 'tree-')), 'compat', 'node');
  mkdirSync(copy, { recursive: true });
  for (const name of ['lib', 'package.json', 'package-lock.json', 'prepare.js', 'README.md'])
    cpSync(join(package_, name), join(copy, name), { recursive: true });
  return copy;
}

/** Calls npm in a folder, or skips the test where the registry cannot be reached. */
export async function npm(t, target, command, ...what) {
  try {
    await execute('npm', [command, '--prefer-offline', '--no-audit', '--no-fund', ...what], {
      cwd: target,
    });
    return true;
  } catch (problem) {
    const output = problem.stdout + problem.stderr;
    if (!UNREACHABLE.test(output) || process.env.CI || process.env.VCE_MAY_NOT_SKIP)
      assert.fail(output);
    t.skip('the npm registry cannot be reached');
    return false;
  }
}

export async function output(target, environment = {}) {
  return (
    await execute(process.execPath, ['app.js'], {
      cwd: target,
      env: { ...process.env, ...environment },
    })
  ).stdout;
}

/** It works now, and after what npm does next in the folder of the program. */
export async function survives(t, target, expected, environment = {}) {
  assert.equal(await output(target, environment), expected);
  for (const command of ['install', 'ci']) {
    if (!(await npm(t, target, command))) return;
    assert.equal(await output(target, environment), expected, `after npm ${command}`);
  }
}

export async function pack(source) {
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: source,
  });
  const [{ filename, files }] = JSON.parse(stdout);
  return [join(folder, filename), files.map((file) => file.path).sort()];
}

export const library = process.env.VCE_LIBRARY;
export const found = `hello success ${library}\n`;
