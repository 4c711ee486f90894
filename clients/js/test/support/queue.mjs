const DEADLINE_MS = 10_000;

/** What happened, to be taken in order; taking waits, with a deadline. */
export class Queue {
  #items = [];
  #wanted;

  constructor(what) {
    this.what = what;
  }

  get length() {
    return this.#items.length;
  }

  get items() {
    return this.#items;
  }

  push(item) {
    this.#items.push(item);
    this.#wanted?.();
  }

  async next() {
    if (this.#items.length === 0) {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`Waited in vain for ${this.what}.`)), DEADLINE_MS);
        this.#wanted = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wanted = undefined;
    }
    return this.#items.shift();
  }
}
