import { backoff } from './backoff.js';
import { BaizeError } from './errors.js';
import type { Link } from './link.js';
import { CloseCodes, type Json } from './protocol.js';
import { isRepeatable, overdue, type Request } from './request.js';

/** Frames that may be unanswered at once: the server lets no more than 64 of a connection wait. */
const WINDOW = 32;
/** What the server refused for the moment is sent again after this long, doubled each time. */
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;

/** @internal Sees to it that what is due then is looked at then. */
export type Arm = (due: number) => void;

/** @internal When to ask again for what the server refused for the n-th time. */
export const retryAt = (attempt: number): number => performance.now() + backoff(attempt, RETRY_MIN_MS, RETRY_MAX_MS);

/** @internal Takes a token of the link's pace; where there is none, comes back when there is. */
export function isPaced(link: Link, now: number, arm: Arm): boolean {
  const wait = link.pace.take(now);
  if (wait > 0) arm(now + wait);
  return wait === 0;
}

/** @internal The requests without an answer, in the order they were made; they outlive connections. */
export class Outbox {
  readonly #requests = new Map<string, Request>();
  #inFlight = 0;
  #holdUntil = 0; // the server said rate_limited: nothing is sent before
  #limited = 0;

  get size(): number { return this.#requests.size; }
  get inFlight(): number { return this.#inFlight; }
  get holdUntil(): number { return this.#holdUntil; }

  add(request: Request): void {
    this.#requests.set(request.id, request);
  }

  /** The request that is written to the present connection and not answered. */
  sent(id: string): Request | undefined {
    const request = this.#requests.get(id);
    return request?.sent ? request : undefined;
  }

  attach(): void {
    this.#holdUntil = this.#limited = 0;
  }

  /** The connection is over: what it did not answer waits for the next one. */
  detach(code: number): void {
    const unanswered = [...this.#requests.values()].filter((request) => request.sent);
    for (const request of unanswered) {
      request.sent = false;
      request.retryAt = 0;
    }
    this.#inFlight = 0;
    if (code === CloseCodes.tooBig && unanswered.length > 0) {
      // One of them was too big, and the largest surely is: sent again it would end the next connection too.
      const largest = unanswered.reduce((a, b) => (b.text.length > a.text.length ? b : a));
      this.settle(largest, new BaizeError('payload_too_large', `The server closed the connection over a frame of ${largest.text.length} characters or less.`));
    }
    for (const request of unanswered) {
      if (!isRepeatable(request)) this.settle(request, new BaizeError('connection_lost', 'The signal was on its way when the connection was lost.', true));
    }
  }

  /** Ends a request, once. */
  settle(request: Request, error?: BaizeError, data?: Json): void {
    if (!this.#requests.delete(request.id)) return;
    if (request.sent) this.#inFlight--;
    if (error) request.reject(error);
    else request.resolve(data);
  }

  answered(request: Request, data: Json): void {
    this.#limited = 0;
    this.settle(request, undefined, data);
  }

  /** The server said no: for good, or for now. */
  refused(request: Request, error: BaizeError): void {
    if (!error.retryable) return this.settle(request, error);
    request.sent = false;
    this.#inFlight--;
    request.lastError = error;
    request.retryAt = retryAt(++request.attempts);
    this.holdIfLimited(error);
  }

  holdIfLimited(error: BaizeError): void {
    if (error.code === 'rate_limited') this.#holdUntil = retryAt(++this.#limited);
  }

  /** Out of a room: what was asked of it can take no effect, and who wanted to leave has. */
  failRoom(room: string, error: BaizeError): void {
    for (const request of [...this.#requests.values()]) {
      if (request.room === room) this.settle(request, request.type === 'leave_room' ? undefined : error);
    }
  }

  end(reason: BaizeError): void {
    for (const request of [...this.#requests.values()]) this.settle(request, reason);
  }

  expire(now: number, arm: Arm): void {
    for (const request of [...this.#requests.values()]) {
      if (request.deadline <= now) this.settle(request, overdue(`${request.type} in room ${request.room}`, request.lastError));
      else arm(request.deadline);
    }
  }

  /** Sends what can be sent now, in order. */
  flush(link: Link, now: number, isIn: (room: string) => boolean, arm: Arm): void {
    const held = new Set<string>(); // an earlier request of the room waits: later ones do not overtake it
    for (const request of this.#requests.values()) {
      if (request.sent || held.has(request.room) || !isIn(request.room)) continue;
      if (request.retryAt > now) {
        held.add(request.room);
        arm(request.retryAt);
        continue;
      }
      if (this.#inFlight >= WINDOW || !isPaced(link, now, arm)) return;
      request.sent = true;
      this.#inFlight++;
      link.write(request.text);
      arm(link.checkAt);
    }
  }
}
