// The package: what is in it, and that it works where npm has put it, also after npm's next command.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  PROGRAM,
  found,
  library,
  npm,
  output,
  pack,
  package_,
  program,
  sourceTree,
  survives,
} from './npm.js';
import { assert, vce } from './support.js';

test('npm pack makes a tarball that npm installs', async (t) => {
  const [tarball, names] = await pack(package_);
  assert.deepEqual(
    names.filter((name) => !name.startsWith('lib/')),
    ['README.md', 'package.json'],
  );
  for (const name of ['lib/index.js', 'lib/index.d.ts', 'lib/raw.js', 'lib/raw.d.ts'])
    assert.ok(names.includes(name), name);
  const target = program();
  if (await npm(t, target, 'install', tarball)) await survives(t, target, found);
});

// What had been copied into node_modules was gone after the next `npm ci`.
test('a library in lib goes along in the tarball', async (t) => {
  const source = sourceTree();
  copyFileSync(library, join(source, 'lib', 'libvce.so.2'));
  const [tarball] = await pack(source);
  const target = program();
  if (!(await npm(t, target, 'install', tarball))) return;
  const beside = join(target, 'node_modules/vce/lib/libvce.so.2');
  await survives(t, target, `hello success ${beside}\n`, { VCE_LIBRARY: '' });
});

test('the folder itself works after npm install and npm ci', async (t) => {
  const source = sourceTree();
  const beside = join(source, 'lib', 'libvce.so.2');
  copyFileSync(library, beside);
  writeFileSync(join(source, 'app.js'), PROGRAM);
  for (const command of ['install', 'ci']) {
    if (!(await npm(t, source, command, '--omit=dev'))) return;
    assert.equal(await output(source, { VCE_LIBRARY: '' }), `hello success ${beside}\n`);
  }
});

test('the versions of package and library are the same', () => {
  const { version } = JSON.parse(readFileSync(join(package_, 'package.json'), 'utf8'));
  assert.equal(version, vce.version);
  assert.equal(version, vce.raw.LIBVCE_VERSION);
});
