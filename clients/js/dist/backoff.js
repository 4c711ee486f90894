/**
 * @internal How long to wait before the n-th try (from 1): doubled each time, bounded, and half of it random, so that the
 * clients of a dead server do not come back as one.
 */
export function backoff(attempt, minMs, maxMs) {
    const full = Math.min(maxMs, minMs * 2 ** Math.min(attempt - 1, 30));
    return full * (0.5 + 0.5 * Math.random());
}
//# sourceMappingURL=backoff.js.map