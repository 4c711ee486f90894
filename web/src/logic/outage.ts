/** An outage shorter than this is not shown: it would be a flicker that tells nobody anything. */
export const HIDDEN_MS = 300;

/** How long it is said that all is well again. */
export const AFTER_MS = 4_000;

export type OutageView =
  | { kind: 'none' }
  /** The connection is away for long enough to say so. */
  | { kind: 'away'; sinceMs: number }
  /** It is back; shown where it was shown as away, or where the player asked for the loss. */
  | { kind: 'back'; tookMs: number; asked: boolean };

/** What to say about a lost connection, and when. Times are of a clock that never goes back. */
export class Outage {
  #lostAt: number | undefined;
  #back: { at: number; took: number; asked: boolean } | undefined;
  #asked = false;

  /** The player has asked for the loss to come (development). */
  ask(): void {
    this.#asked = true;
  }

  lost(now: number): void {
    this.#lostAt ??= now;
    this.#back = undefined;
  }

  /** Connected, and in the room again. */
  resumed(now: number): void {
    if (this.#lostAt === undefined) return;
    const took = now - this.#lostAt;
    this.#lostAt = undefined;
    if (took >= HIDDEN_MS || this.#asked) this.#back = { at: now, took, asked: this.#asked };
    this.#asked = false;
  }

  view(now: number): OutageView {
    if (this.#lostAt !== undefined) return now - this.#lostAt >= HIDDEN_MS ? { kind: 'away', sinceMs: now - this.#lostAt } : { kind: 'none' };
    if (this.#back && now - this.#back.at < AFTER_MS) return { kind: 'back', tookMs: this.#back.took, asked: this.#back.asked };
    return { kind: 'none' };
  }

  /** When the view changes next if nothing happens; undefined: it does not. */
  nextAt(now: number): number | undefined {
    if (this.#lostAt !== undefined) return now - this.#lostAt < HIDDEN_MS ? this.#lostAt + HIDDEN_MS : undefined;
    return this.#back && now - this.#back.at < AFTER_MS ? this.#back.at + AFTER_MS : undefined;
  }
}
