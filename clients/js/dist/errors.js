/** Why something that was asked did not happen, or may not have. */
export class BaizeError extends Error {
    code;
    retryable;
    name = 'BaizeError';
    constructor(
    /**
     * The server's code (protocol 4) or one of the client's:
     * `timeout` no answer before the deadline: it may or may not have taken effect;
     * `queue_full` too much is waiting to be sent or answered;
     * `connection_lost` a signal was on its way when the connection was lost: signals are not sent twice;
     * `closed` the client was closed; `session_replaced` a newer connection of the user took this one's place;
     * `gap` events of a room did not follow each other (the room is joined anew); `bad_answer` not a frame of the protocol.
     */
    code, message, 
    /** Whether the same, asked again later, may succeed. What is retryable has been retried until its deadline already. */
    retryable = false, options) {
        super(message, options);
        this.code = code;
        this.retryable = retryable;
    }
    /** @internal From the data of an `error` frame. */
    static fromFrame(data) {
        const code = data?.code ?? 'internal';
        return new BaizeError(code, data?.message ?? code, data?.retryable ?? (code === 'unavailable' || code === 'rate_limited'));
    }
}
//# sourceMappingURL=errors.js.map