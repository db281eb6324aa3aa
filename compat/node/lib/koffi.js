// Finds koffi, which npm puts beside the package, or into it. Where npm has made a link to the
// package instead of a copy, Node looks beside the folder that the link names: then the koffi of
// the program does as well.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));
const FITTING = /^3\.3\./; // as in package.json

/** Files whose folders, and those above, may have koffi in `node_modules`, in the order of trying. */
const PLACES = [
  fileURLToPath(import.meta.url),
  join(process.cwd(), 'package.json'),
  process.argv[1] && join(dirname(process.argv[1]), 'package.json'),
].filter(Boolean);

function load() {
  const tried = [];
  for (const place of PLACES) {
    try {
      const koffi = createRequire(place)('koffi');
      if (FITTING.test(koffi.version)) return koffi;
      tried.push(`${dirname(place)}: version ${koffi.version} instead of 3.3`);
    } catch (error) {
      tried.push(`${dirname(place)}: ${error.message.split('\n')[0]}`);
    }
  }
  throw Object.assign(
    new Error(
      `koffi cannot be loaded. Run "npm install --omit=dev" in ${PACKAGE}, or install the package ` +
        `from the tarball that "npm pack" makes of it. Tried:\n  ${tried.join('\n  ')}`,
    ),
    { code: 'ERR_VCE_KOFFI_NOT_FOUND' },
  );
}

export default load();
