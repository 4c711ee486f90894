import type { BaizeError } from './errors.js';
import type { SessionInfo } from './protocol.js';

/** Where the client stands with its connection. */
export type ConnectionState =
  | { status: 'idle' }
  | { status: 'connecting'; attempt: number }
  | { status: 'connected'; session: SessionInfo }
  | { status: 'reconnecting'; /** When the connection was lost, Unix ms. */ since: number; /** From 1. */ attempt: number }
  | { status: 'closed'; /** `closed` where the application closed it. */ reason: BaizeError };
