import { BaizeError } from './errors.js';
import type { Settings, WebSocketLike } from './options.js';
import { Pace } from './pace.js';
import { CloseCodes, type ClientFrame, type ServerFrame, type SessionInfo } from './protocol.js';

/** @internal How a connection ended. */
export interface LinkEnd {
  code: number;
  reason: string;
  /** The server asked for it: the next connection is made at once. */
  migrated?: boolean;
}

/** @internal One WebSocket, from its first frame to its end. */
export class Link {
  /** Settles when it is over, however it ended; never fails. */
  readonly ended: Promise<LinkEnd>;
  readonly pace: Pace;
  readonly openedAt = performance.now();
  onFrame: (frame: ServerFrame) => void = () => {};
  readonly #socket: WebSocketLike;
  readonly #settings: Settings;
  #end!: (end: LinkEnd) => void;
  #heardAt = performance.now();
  #dueSince: number | undefined; // since when a word from the server is due
  #over = false;

  private constructor(socket: WebSocketLike, settings: Settings) {
    this.#socket = socket;
    this.#settings = settings;
    this.pace = new Pace(settings.messagesPerSecond, this.#heardAt);
    this.ended = new Promise((resolve) => (this.#end = resolve));
    socket.onmessage = (event: { data: unknown }) => this.#hear(event.data);
    socket.onclose = (event: { code: number; reason: string }) => this.#finish({ code: event.code, reason: String(event.reason) });
  }

  /** Connects and waits for `connected`. Fails with `unauthorized`, `forbidden` or, retryable, `unavailable`. */
  static open(url: string, settings: Settings, signal: AbortSignal): Promise<{ link: Link; session: SessionInfo }> {
    return new Promise((resolve, reject) => {
      const link = new Link(new settings.WebSocket(url), settings);
      let cause = '';
      let done = false;
      const settled = (error?: BaizeError) => {
        if (done) return;
        done = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        if (!error) return;
        link.drop();
        reject(error);
      };
      const aborted = () => settled(new BaizeError('closed', 'The client was closed.'));
      const timer = setTimeout(
        () => settled(new BaizeError('unavailable', `There was no connection within ${settings.connectTimeoutMs} ms.`, true)), settings.connectTimeoutMs);
      signal.addEventListener('abort', aborted);
      link.#socket.onerror = (event: { message?: string; error?: { message?: string } }) => {
        cause ||= event.message || event.error?.message || '';
      };
      link.onFrame = (frame) => {
        if (frame.type !== 'connected') return settled(new BaizeError('unavailable', `The first frame was '${frame.type}', not 'connected'.`, true));
        settled();
        resolve({ link, session: frame.data as SessionInfo });
      };
      void link.ended.then((end) => settled(refusal(cause, end)));
      if (signal.aborted) aborted();
    });
  }

  /** Whether something that must be answered is written and the server has been silent since, for too long. */
  isDead(now: number): boolean {
    return this.#dueSince !== undefined && now - this.#dueSince >= this.#settings.heartbeatTimeoutMs;
  }

  /** Whether it is time to ask if the server is there. */
  wantsPing(now: number): boolean {
    return this.#dueSince === undefined && now - this.#heardAt >= this.#settings.heartbeatIntervalMs;
  }

  /** When to look at {@link isDead} and {@link wantsPing} again. */
  get checkAt(): number {
    return this.#dueSince === undefined ? this.#heardAt + this.#settings.heartbeatIntervalMs : this.#dueSince + this.#settings.heartbeatTimeoutMs;
  }

  /** Sends a frame that the server answers. */
  write(frame: ClientFrame | string): void {
    this.#dueSince ??= performance.now();
    try {
      this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    } catch (error) {
      this.#finish({ code: CloseCodes.abnormal, reason: String(error) }); // closing already: what was written is sent again
    }
  }

  /** Answers are due still, so the server's silence counts from its last word on. */
  expectMore(): void {
    this.#dueSince ??= this.#heardAt;
  }

  /** Says goodbye and is over at once: what the server still sends is not heard. */
  close(end: LinkEnd): void {
    if (this.#over) return;
    this.#finish(end);
    try {
      this.#socket.close(CloseCodes.normal);
    } catch {
      this.drop(); // not open yet
    }
  }

  /** Ends it without a word. */
  drop(): void {
    this.#finish({ code: CloseCodes.abnormal, reason: 'dropped' });
    if (this.#socket.terminate) this.#socket.terminate();
    else this.#socket.close();
  }

  #hear(data: unknown): void {
    if (this.#over) return;
    this.#heardAt = performance.now();
    this.#dueSince = undefined;
    try {
      const frame = JSON.parse(data as string) as ServerFrame;
      if (typeof frame?.type !== 'string') throw new SyntaxError("'type' is missing.");
      this.onFrame(frame);
    } catch (error) { // the application's handlers are not called from here unguarded: it is the frame that is at fault
      this.#settings.onError(new BaizeError('bad_answer', 'The server sent what makes no sense.', false, { cause: error }), 'frame');
    }
  }

  #finish(end: LinkEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.onerror = () => {}; // the ws package throws where nobody listens
    this.#end(end);
  }
}

// Browsers do not say why a handshake failed; the ws package does: "Unexpected server response: 401".
function refusal(cause: string, end: LinkEnd): BaizeError {
  const status = /\b([45]\d\d)\b/.exec(cause)?.[1];
  if (status === '401') return new BaizeError('unauthorized', 'The server refused the token.');
  if (status === '403' || end.code === CloseCodes.forbidden) return new BaizeError('forbidden', end.reason || 'The server refused the connection.');
  if (end.code === CloseCodes.sessionReplaced) return new BaizeError('session_replaced', end.reason);
  return new BaizeError('unavailable', `No connection: ${cause || end.reason || `closed with ${end.code}`}.`, true);
}
