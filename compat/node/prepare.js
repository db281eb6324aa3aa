// Run by npm as the script "prepare". For a link to this folder npm installs nothing that the
// package needs: that is done here, so that the next `npm install` or `npm ci` of a program, which
// makes links of what is outside of its folder, does not leave it without koffi.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;

/** Whether a program in that folder, or in one of those below it, finds koffi. */
function hasKoffi(folder) {
  try {
    createRequire(join(folder, 'package.json')).resolve('koffi');
    return true;
  } catch {
    return false;
  }
}

const { npm_command: command, npm_config_install_links: copies, INIT_CWD: program } = process.env;
const isNeeded = command !== 'pack' && copies !== 'true' && !hasKoffi(here);

if (isNeeded && !(program && hasKoffi(program))) {
  // Settings such as the registry stay, but not those of the folder that npm works in now.
  const env = { ...process.env };
  for (const name of ['local_prefix', 'global', 'prefix', 'install_links', 'workspaces', 'include'])
    delete env[`npm_config_${name}`];
  const locked = existsSync(join(here, 'package-lock.json'));
  const { status, error } = spawnSync(
    'npm',
    [
      locked ? 'ci' : 'install',
      ...['--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'],
    ],
    { cwd: here, env, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (error || status !== 0) {
    console.error(`vce: koffi is missing; run "npm install --omit=dev" in ${here}`);
    process.exitCode = 1;
  }
}
