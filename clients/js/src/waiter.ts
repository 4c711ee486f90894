import type { BaizeError } from './errors.js';

/** @internal Those who wait for a join. */
export class Waiter {
  readonly done: Promise<void>;
  lastError: BaizeError | undefined;
  resolve!: () => void;
  reject!: (error: BaizeError) => void;

  constructor(
    readonly deadline: number,
    /** Whether the client was not in the room before; else it goes on trying when nobody waits any more. */
    readonly isFirst: boolean,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
