/**
 * @internal A token bucket that keeps the client under the server's rate limit, so that what waited through an outage is not
 * refused when it is sent. The server allows a burst of twice the rate; the client uses less, for a network that bunches frames.
 */
export class Pace {
  readonly #perSecond: number;
  #tokens: number;
  #last: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = this.#burst;
    this.#last = now;
  }

  /** Takes a token. Returns 0 where there was one, else how many milliseconds until there is. */
  take(now: number): number {
    if (this.#perSecond <= 0) return 0;
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#last) * this.#perSecond) / 1000);
    this.#last = now;
    if (this.#tokens < 1) return ((1 - this.#tokens) * 1000) / this.#perSecond;
    this.#tokens--;
    return 0;
  }

  get #burst(): number {
    return Math.max(1, 1.5 * this.#perSecond);
  }
}
