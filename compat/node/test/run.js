// Runs the tests and says how many passed, as tests/run.py of libvce counts them.
//
// usage: node run.js [NAME ...]   all files NAME.test.js, or those named

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2).map((name) => `${name}.test.js`);
const files = (
  named.length ? named : readdirSync(here).filter((name) => name.endsWith('.test.js'))
).map((name) => join(here, name));

const { stdout, status, error } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=tap', '--no-warnings', ...files],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 },
);
if (error) throw error;

const count = (what) => Number(stdout.match(new RegExp(`^# ${what} (\\d+)$`, 'm'))?.[1] ?? 0);
const failed = count('fail') + count('cancelled');
for (const [failure] of stdout.matchAll(/^( *)not ok (?:.*\n)(?:\1 .*\n)*/gm)) console.log(failure);
for (const [, reason] of stdout.matchAll(/^ *ok \d+ - (.* # SKIP.*)$/gm))
  console.log(`skipped: ${reason}`);
console.log(`[  PASSED  ] ${count('pass')} test(s).`);
if (count('skipped')) console.log(`[  SKIPPED ] ${count('skipped')} test(s).`);
if (failed) console.log(`[  FAILED  ] ${failed} test(s).`);
process.exitCode = status === 0 && count('pass') ? 0 : 1;
