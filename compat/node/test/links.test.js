// The package as a folder, to which npm makes links.

import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { found, npm, output, package_, program, sourceTree, survives } from './npm.js';
import { assert } from './support.js';

// npm makes a link instead of the copy with the next command, and took koffi away.
for (const [how, ...flags] of [['a copy', '--install-links'], ['a link']]) {
  test(`npm installs ${how} of a folder elsewhere`, async (t) => {
    const target = program();
    if (await npm(t, target, 'install', ...flags, sourceTree())) await survives(t, target, found);
  });
}

test('npm installs a folder inside of the one of the program', async (t) => {
  const target = program();
  cpSync(sourceTree(), join(target, 'libvce/compat/node'), { recursive: true });
  if (await npm(t, target, 'install', '--omit=dev', './libvce/compat/node'))
    await survives(t, target, found);
});

test('a link without scripts says what is missing, and takes the koffi of the program', async (t) => {
  const target = program();
  const source = sourceTree();
  if (!(await npm(t, target, 'install', '--ignore-scripts', source))) return;
  await assert.rejects(output(target), ({ stderr }) => {
    assert.match(stderr, /koffi cannot be loaded. Run "npm install --omit=dev" in \/.*compat\/node/);
    return true;
  });
  const { dependencies } = JSON.parse(readFileSync(join(package_, 'package.json'), 'utf8'));
  if (await npm(t, target, 'install', '--ignore-scripts', `koffi@${dependencies.koffi}`))
    await survives(t, target, found);
});
