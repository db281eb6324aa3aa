// Waiting until something is true, without asking again and again.
//
// A condition is asked after each heartbeat, and after anything else that Node's event loop has
// run, since only that can have changed what it depends on: an asynchronous hook tells, as long as
// a condition is waited for.

import { createHook, executionAsyncResource } from 'node:async_hooks';
import { checkFunction, milliseconds } from './options.js';

const FAR = 2147483647; // milliseconds, the longest time of a timer
const LOOKING = Symbol.for('vce.looking'); // marks what is run to ask, in all copies of this package

const waiters = new Set();
let conditions = 0; // of these
let asked = false; // to look soon
let stopped = false; // when nothing could be ended

const hook = createHook({
  after() {
    if (!executionAsyncResource()[LOOKING]) lookSoon();
  },
});

function lookSoon() {
  if (asked) return;
  asked = true;
  setImmediate(() => {
    asked = false;
    look();
  })[LOOKING] = true;
}

class Waiter {
  #condition;
  #settle;
  #timer;

  constructor(condition, ms, [resolve, reject]) {
    this.#condition = condition;
    this.#settle = { resolve, reject };
    // Without a time, the timer only keeps the process alive.
    this.#timer =
      ms === null ? setInterval(() => {}, FAR) : setTimeout(() => this.end(false), ms);
    waiters.add(this);
    if (condition && conditions++ === 0) hook.enable();
    if (condition) lookSoon();
  }

  look() {
    if (!this.#condition) return;
    try {
      const answer = this.#condition();
      if (typeof answer?.then === 'function') {
        Promise.resolve(answer).catch(() => {});
        throw new TypeError('until must answer at once, not with a promise');
      }
      if (answer) this.end(true);
    } catch (problem) {
      this.end(problem, 'reject');
    }
  }

  end(value, how = 'resolve') {
    if (!waiters.delete(this)) return;
    clearTimeout(this.#timer);
    if (this.#condition && --conditions === 0) hook.disable();
    this.#settle[how](value);
  }
}

/** Asks all conditions. */
export function look() {
  if (conditions) for (const waiter of [...waiters]) waiter.look();
}

/** A promise of true when the condition holds, of false after that time in seconds or by stop(). */
export function wait(condition, timeout) {
  const ms = milliseconds('timeout', timeout);
  return new Promise((...settle) => {
    const waiter = new Waiter(condition, ms, settle);
    waiter.look();
    if (!stopped || !waiters.has(waiter)) return;
    stopped = false;
    waiter.end(false);
  });
}

export async function run(until, timeout = Infinity) {
  checkFunction('until', until);
  return wait(until, timeout);
}

export function stop() {
  stopped = waiters.size === 0;
  for (const waiter of [...waiters]) waiter.end(false);
}

/** A stop() that found nothing to end ends nothing. */
export function forgetStop() {
  stopped = false;
}
