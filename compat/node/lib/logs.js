// The messages of the library, for a logger such as `console`.

import { report } from './load.js';
import { checkIntegers } from './options.js';
import * as raw from './raw.js';

const METHODS = { Fatal: 'error', Bug: 'error', Warning: 'warn' };

let logger = null;

const write = raw.log_callback((verbosity, text) => {
  try {
    const result = logger?.[METHODS[text.split(':', 1)[0]] ?? 'info'](text.replace(/\n$/, ''));
    if (typeof result?.then === 'function') result.then(undefined, report);
  } catch (problem) {
    report(problem);
  }
});

export function logTo(newLogger, verbosity = 0) {
  checkIntegers({ verbosity });
  logger = newLogger;
  raw.vce_errout_set_another(newLogger ? write : null);
  raw.vce_set_verbose_mode(verbosity);
}
