/** The server's clock, as its live events show it: a device's own may be minutes wrong, and deadlines are the server's. */
export class ServerClock {
  #skew: number | undefined;

  /** An event came that the server made at a time. The least delayed of them says how the clocks differ. */
  saw(serverMs: number, nowMs: number): void {
    const skew = serverMs - nowMs;
    if (this.#skew === undefined || skew > this.#skew) this.#skew = skew;
  }

  /** How long until a time of the server's, in ms; 0 where it has passed. */
  until(serverMs: number, nowMs: number): number {
    return Math.max(0, serverMs - nowMs - (this.#skew ?? 0));
  }
}
