import { BaizeError } from './errors.js';
import type { Json } from './protocol.js';

/** @internal Something asked of a room that is not answered yet. It keeps its id and its place however often it is sent. */
export interface Request {
  readonly id: string;
  readonly type: string;
  readonly room: string;
  /** The frame. */
  readonly text: string;
  readonly deadline: number;
  readonly resolve: (data: Json) => void;
  readonly reject: (error: BaizeError) => void;
  /** Whether it is written to the present connection and not answered. */
  sent: boolean;
  /** Not to be sent before. */
  retryAt: number;
  attempts: number;
  lastError?: BaizeError;
}

/** @internal Signals bear no promise: sent twice they would be seen twice. All else is safe to send again with its id. */
export const isRepeatable = (request: Request): boolean => request.type !== 'signal';

/** @internal What a request failed of when its deadline came. */
export function overdue(what: string, lastError: BaizeError | undefined): BaizeError {
  return lastError ?? new BaizeError('timeout', `${what} was not answered in time; it may or may not have taken effect.`, true);
}
