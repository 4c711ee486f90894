/** An outage shorter than this is not shown: it would be a flicker that tells nobody anything. */
export const HIDDEN_MS = 300;
/** How long it is said that all is well again. */
export const AFTER_MS = 4_000;
/** What to say about a lost connection, and when. Times are of a clock that never goes back. */
export class Outage {
    #lostAt;
    #back;
    #asked = false;
    /** The player has asked for the loss to come (development). */
    ask() {
        this.#asked = true;
    }
    lost(now) {
        this.#lostAt ??= now;
        this.#back = undefined;
    }
    /** Connected, and in the room again. */
    resumed(now) {
        if (this.#lostAt === undefined)
            return;
        const took = now - this.#lostAt;
        this.#lostAt = undefined;
        if (took >= HIDDEN_MS || this.#asked)
            this.#back = { at: now, took, asked: this.#asked };
        this.#asked = false;
    }
    view(now) {
        if (this.#lostAt !== undefined)
            return now - this.#lostAt >= HIDDEN_MS ? { kind: 'away', sinceMs: now - this.#lostAt } : { kind: 'none' };
        if (this.#back && now - this.#back.at < AFTER_MS)
            return { kind: 'back', tookMs: this.#back.took, asked: this.#back.asked };
        return { kind: 'none' };
    }
    /** When the view changes next if nothing happens; undefined: it does not. */
    nextAt(now) {
        if (this.#lostAt !== undefined)
            return now - this.#lostAt < HIDDEN_MS ? this.#lostAt + HIDDEN_MS : undefined;
        return this.#back && now - this.#back.at < AFTER_MS ? this.#back.at + AFTER_MS : undefined;
    }
}
