/** What the client needs of a WebSocket: the browser's, or the `ws` package's. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  /** Ends it without a handshake, where there is such a thing. */
  terminate?(): void;
}

/** Makes a WebSocket. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** How a client connects and what it bears. Either `url` or `api` is needed; with both, `url` serves when the API does not answer. */
export interface ClientOptions {
  /** A game server's or a balancer's WebSocket, `ws://host[:port]/ws`. */
  url?: string | URL;
  /** The API, `http://host[:port]`: it is asked where to connect, each time. */
  api?: string | URL;
  /** The user's JWT, or what gets one: it is asked before each try to connect. */
  token: string | (() => string | Promise<string>);
  /** Default `globalThis.WebSocket`; on Node 20 pass that of the `ws` package. */
  WebSocket?: WebSocketConstructor;
  /** Default `globalThis.fetch`; needed with `api` only. */
  fetch?: typeof fetch;
  /** How long one try to connect may take, and `connect()` as a whole. Default 10 s and 30 s. */
  connectTimeoutMs?: number;
  connectDeadlineMs?: number;
  /** How long a request may take, retries and reconnects included, where the call says nothing else. Default 30 s. */
  requestTimeoutMs?: number;
  /** Wait before trying again to connect: the first and the longest. Default 200 ms and 10 s; the first try after a loss is made at once. */
  backoffMinMs?: number;
  backoffMaxMs?: number;
  /** A ping is sent after this long without a word from the server. Default 20 s. */
  heartbeatIntervalMs?: number;
  /** The connection counts as dead when a ping or a request brings no word for this long. Default 10 s. */
  heartbeatTimeoutMs?: number;
  /** Requests that may wait to be sent or answered. Default 1,000; one more fails with `queue_full`. */
  maxPending?: number;
  /** The server's `limits.messages_per_second`: the client stays under it. Default 50; 0: no bound. */
  messagesPerSecond?: number;
  /** Told of what goes wrong in the background: handlers that throw, frames that make no sense, gaps. Default: `console.error`. */
  onError?: (error: unknown, during: string) => void;
}

/** Of one request. */
export interface RequestOptions {
  /** Default: the client's `requestTimeoutMs`. */
  timeoutMs?: number;
  /** Ends the wait; what was sent may still take effect. */
  signal?: AbortSignal;
}

/** Of a join. */
export interface JoinOptions extends RequestOptions {
  /** Watch, without a seat. */
  spectate?: boolean;
  /** Resume after a position that the application kept; what came after it follows as events, or a `reset`. */
  position?: { log: string; seq: number };
}

/** @internal */
export type Settings = Required<Omit<ClientOptions, 'url' | 'api' | 'token' | 'WebSocket' | 'fetch'>> &
  Pick<ClientOptions, 'url' | 'api' | 'token'> & { WebSocket: WebSocketConstructor; fetch: typeof fetch | undefined };

/** @internal Fills in the defaults and refuses what cannot work. */
export function settle(options: ClientOptions): Settings {
  const WebSocket = options.WebSocket ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (!WebSocket) throw new TypeError("options.WebSocket is missing and this runtime has none of its own: pass the 'ws' package's.");
  if (!options.url && !options.api) throw new TypeError('options.url and options.api are both missing: one must say where to connect.');
  const settings: Settings = {
    token: options.token,
    WebSocket,
    fetch: options.fetch ?? globalThis.fetch?.bind(globalThis),
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    connectDeadlineMs: options.connectDeadlineMs ?? 30_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    backoffMinMs: options.backoffMinMs ?? 200,
    backoffMaxMs: options.backoffMaxMs ?? 10_000,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 20_000,
    heartbeatTimeoutMs: options.heartbeatTimeoutMs ?? 10_000,
    maxPending: options.maxPending ?? 1_000,
    messagesPerSecond: options.messagesPerSecond ?? 50,
    onError: safely(options.onError ?? ((error, during) => console.error(`baize: ${during}:`, error))),
  };
  if (options.url) settings.url = options.url;
  if (options.api) settings.api = options.api;
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'number' && !(value >= 0)) throw new RangeError(`options.${name} is ${value}; it must be 0 or more.`);
  }
  return settings;
}

// The hook is the application's: what it throws must not stop what it is told of.
function safely(onError: NonNullable<ClientOptions['onError']>): NonNullable<ClientOptions['onError']> {
  return (error, during) => {
    try {
      onError(error, during);
    } catch (thrown) {
      console.error('baize: onError threw', thrown, 'when told of', error);
    }
  };
}
