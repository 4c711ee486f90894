import { backoff } from './backoff.js';
import type { Emitter } from './emitter.js';
import { findEndpoint, hasExpired } from './endpoint.js';
import { BaizeError } from './errors.js';
import type { ClientEvents } from './events.js';
import { Link, type LinkEnd } from './link.js';
import type { Settings } from './options.js';
import { CloseCodes, type ServerFrame, type SessionInfo } from './protocol.js';
import type { Session } from './session.js';
import type { ConnectionState } from './state.js';

/** A connection that ended sooner does not count as a success: else a server that takes and drops would be called without pause. */
const STABLE_MS = 5_000;

/** After these the first try is not made at once: the client did wrong, or too much. */
const slow: ReadonlySet<number> = new Set([
  CloseCodes.protocolError, CloseCodes.unsupportedData, CloseCodes.invalidPayload, CloseCodes.tooBig, CloseCodes.tooManyRequests,
]);

/** @internal Keeps the session connected until it is closed or refused. */
export class Connection {
  readonly #settings: Settings;
  readonly #session: Session;
  readonly #events: Emitter<ClientEvents>;
  readonly #abort = new AbortController();
  #link: Link | undefined;
  state: ConnectionState = { status: 'idle' };

  constructor(settings: Settings, session: Session, events: Emitter<ClientEvents>) {
    this.#settings = settings;
    this.#session = session;
    this.#events = events;
  }

  /** Connects; goes on connecting until {@link close}. Fails where the first connection is refused, or not made in time. */
  start(): Promise<SessionInfo> {
    return new Promise((resolve, reject) => void this.#run(resolve).catch(reject));
  }

  close(reason: BaizeError): void {
    if (this.state.status === 'closed') return;
    this.#abort.abort();
    this.#session.end(reason);
    this.#link?.close({ code: CloseCodes.normal, reason: '' });
    this.#set({ status: 'closed', reason });
  }

  async #run(connected: (session: SessionInfo) => void): Promise<void> {
    const deadline = performance.now() + this.#settings.connectDeadlineMs;
    let failures = 0;
    let since = 0; // 0: never connected
    let wait = 0;
    for (let attempt = 1; !this.#abort.signal.aborted; attempt++) {
      this.#set(since === 0 ? { status: 'connecting', attempt } : { status: 'reconnecting', since, attempt });
      try {
        await this.#sleep(wait);
        const session = await this.#open();
        connected(session);
        const { end, lived } = await this.#live(session);
        const fatal = verdict(end);
        if (fatal) throw fatal;
        [since, attempt] = [Date.now(), 0];
        if (lived >= STABLE_MS) failures = 0;
        wait = end.migrated || (failures === 0 && !slow.has(end.code)) ? 0 : this.#backoff(Math.max(1, failures));
        if (!end.migrated) failures++;
      } catch (error) {
        if (this.#abort.signal.aborted) break;
        const cause = error instanceof BaizeError ? error : new BaizeError('internal', String(error), false, { cause: error });
        wait = this.#backoff(++failures);
        const late = since === 0 && performance.now() + wait > deadline;
        if (cause.retryable && !late) continue;
        this.close(cause);
        throw cause;
      }
    }
    throw this.state.status === 'closed' ? this.state.reason : new BaizeError('closed', 'The client was closed.');
  }

  async #open(): Promise<SessionInfo> {
    try {
      const url = await findEndpoint(this.#settings, this.#session.hint, this.#abort.signal);
      const { link, session } = await Link.open(url, this.#settings, this.#abort.signal);
      this.#link = link;
      return session;
    } catch (error) {
      if (error instanceof BaizeError && error.retryable && hasExpired(this.#settings)) {
        throw new BaizeError('unauthorized', 'The token has expired.', false, { cause: error });
      }
      throw error;
    }
  }

  async #live(session: SessionInfo): Promise<{ end: LinkEnd; lived: number }> {
    const link = this.#link!;
    this.#set({ status: 'connected', session });
    this.#session.attach(link);
    let migration: ReturnType<typeof setTimeout> | undefined;
    const off = this.#events.on('migrate', (frame: ServerFrame) => {
      const after = Number((frame.data as { after_ms?: number } | undefined)?.after_ms ?? 0);
      migration ??= setTimeout(() => link.close({ code: CloseCodes.goingAway, reason: 'migrate', migrated: true }), after);
    });
    const end = await link.ended;
    off();
    clearTimeout(migration);
    this.#session.detach(end.code);
    return { end, lived: performance.now() - link.openedAt };
  }

  #set(state: ConnectionState): void {
    this.state = state;
    this.#events.emit('state', state);
  }

  #backoff(attempt: number): number {
    return backoff(attempt, this.#settings.backoffMinMs, this.#settings.backoffMaxMs);
  }

  #sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#abort.signal.removeEventListener('abort', done);
        globalThis.removeEventListener?.('online', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#abort.signal.addEventListener('abort', done);
      globalThis.addEventListener?.('online', done); // a browser's: the network is back
    });
  }
}

// After which ends there is no coming back.
function verdict(end: LinkEnd): BaizeError | undefined {
  if (end.migrated) return undefined;
  if (end.code === CloseCodes.sessionReplaced) return new BaizeError('session_replaced', end.reason || 'A newer connection of the user took this one\'s place.');
  if (end.code === CloseCodes.forbidden) return new BaizeError('forbidden', end.reason || 'The server closed the connection: forbidden.');
  if (end.code === CloseCodes.normal) return new BaizeError('closed', end.reason || 'The server closed the connection.');
  return undefined;
}
