// Passes the checks that come with messages: by itself, with nothing to see but a line under the message.

import { find } from "./puzzle.js";

const SLICE = 2000;

export class Checks {
  // `solved(key, number)` is told once for each message.
  constructor(solved) {
    this.solved = solved;
    this.begun = new Set();
  }

  async pass(entry) {
    if (!entry.check || entry.checked || entry.deleted || this.begun.has(entry.key)) return;
    this.begun.add(entry.key);
    const number = await besides(entry.check).catch(() => slowly(entry.check));
    if (number >= 0) this.solved(entry.key, number);
  }
}

function besides(check) {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL("checkworker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => (worker.terminate(), done(data));
    worker.onerror = () => (worker.terminate(), failed());
    worker.postMessage(check);
  });
}

// In browsers that have no such workers: in between what the page does.
async function slowly(check) {
  for (let from = 0; from < check.top; from += SLICE) {
    const number = find(check, from, Math.min(from + SLICE, check.top));
    if (number >= 0) return number;
    await new Promise((next) => setTimeout(next));
  }
  return -1;
}
