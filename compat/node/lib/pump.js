// Heartbeats from the event loop of Node: one whenever the library's descriptor is readable, when
// its wait time is over, or when the program did something. Nothing polls.

import koffi from './koffi.js';
import * as raw from './raw.js';

export class Pump {
  #beat;
  #watch = null;
  #immediate = null;
  #timer = null;
  #timerEnd = 0;

  /** @param beat what does a heartbeat; it says whether more of them are needed */
  constructor(beat) {
    this.#beat = beat;
  }

  get running() {
    return this.#watch !== null;
  }

  start() {
    // This is called right out of libuv, where microtasks do not run afterwards: the heartbeat
    // therefore is an immediate, which comes next in the same turn of the loop.
    this.#watch ??= koffi.node.poll(raw.vce_get_wait_fd(), () => this.soon());
  }

  stop() {
    this.#watch?.close();
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
    this.#watch = this.#immediate = this.#timer = null;
  }

  /** A heartbeat before the event loop waits again. */
  soon() {
    if (this.running) this.#immediate ??= setImmediate(this.#run);
  }

  #run = () => {
    this.#immediate = null;
    let more = true;
    try {
      more = this.#beat();
    } finally {
      if (!more) this.stop();
      else if (this.running) this.#plan();
    }
  };

  #plan() {
    const wait = raw.vce_get_wait_time();
    if (wait <= 0) {
      this.soon();
      return;
    }
    // An earlier timer stays: it costs one needless heartbeat, a new one each time would cost more.
    const end = performance.now() + wait;
    if (this.#timer !== null && this.#timerEnd <= end) return;
    clearTimeout(this.#timer);
    this.#timerEnd = end;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#run();
    }, wait);
  }
}
