// Run as a worker thread: says why it may not have a server, and a text of the library.

import { parentPort } from 'node:worker_threads';
import * as vce from 'vce';

try {
  new vce.Server('127.0.0.1');
} catch (problem) {
  parentPort.postMessage({
    problem: problem.message,
    text: vce.raw.vce_strerror(vce.raw.VCE_EFULL),
  });
}
setInterval(() => {}, 1000);
