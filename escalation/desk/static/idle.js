// Locks the page when nobody touches it: a warning a minute before, then `lock` is called. Locking wipes first and asks afterwards.

import { byId } from "./ask.js";

const WARN_SECONDS = 60;
const EVENTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

export class Idle {
  constructor(seconds, lock) {
    this.seconds = seconds;
    this.lock = lock;
    this.touchedAt = Date.now();
    this.touched = false;
    for (const name of EVENTS) addEventListener(name, () => this.touch(), { passive: true, capture: true });
    byId("stay").addEventListener("click", () => this.stay());
    byId("idle-dialog").addEventListener("cancel", () => this.stay());
    this.timer = setInterval(() => this.check(), 1000);
  }

  // Tells whether someone touched the page since this was last asked.
  takeTouched() {
    const touched = this.touched;
    this.touched = false;
    return touched;
  }

  touch() {
    this.check(); // a laptop that slept wakes up with a touch: it must be locked by then
    if (byId("idle-dialog").open) return; // the question wants an answer; a jolt of the table is none
    this.touchedAt = Date.now();
    this.touched = true;
  }

  stay() {
    if (byId("idle-dialog").open) byId("idle-dialog").close();
    this.touch();
  }

  check() {
    const idle = (Date.now() - this.touchedAt) / 1000;
    if (idle >= this.seconds) {
      clearInterval(this.timer);
      this.lock();
    } else if (idle >= this.seconds - Math.min(WARN_SECONDS, this.seconds / 2) && !byId("idle-dialog").open) {
      byId("idle-dialog").showModal();
    }
  }
}
