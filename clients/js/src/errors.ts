/** Codes of protocol 4, and the client's own: see {@link BaizeError.code}. */
export type ErrorCode =
  | 'bad_frame' | 'unknown_type' | 'unauthorized' | 'forbidden' | 'room_not_found' | 'room_full' | 'already_started' | 'not_member'
  | 'not_your_turn' | 'illegal_move' | 'payload_too_large' | 'rate_limited' | 'unavailable' | 'internal'
  | 'timeout' | 'queue_full' | 'connection_lost' | 'closed' | 'session_replaced' | 'gap' | 'bad_answer';

/** Why something that was asked did not happen, or may not have. */
export class BaizeError extends Error {
  override readonly name = 'BaizeError';

  constructor(
    /**
     * The server's code (protocol 4) or one of the client's:
     * `timeout` no answer before the deadline: it may or may not have taken effect;
     * `queue_full` too much is waiting to be sent or answered;
     * `connection_lost` a signal was on its way when the connection was lost: signals are not sent twice;
     * `closed` the client was closed; `session_replaced` a newer connection of the user took this one's place;
     * `gap` events of a room did not follow each other (the room is joined anew); `bad_answer` not a frame of the protocol.
     */
    readonly code: ErrorCode | (string & {}),
    message: string,
    /** Whether the same, asked again later, may succeed. What is retryable has been retried until its deadline already. */
    readonly retryable = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** @internal From the data of an `error` frame. */
  static fromFrame(data: { code?: string; message?: string; retryable?: boolean } | undefined): BaizeError {
    const code = data?.code ?? 'internal';
    return new BaizeError(code, data?.message ?? code, data?.retryable ?? (code === 'unavailable' || code === 'rate_limited'));
  }
}
