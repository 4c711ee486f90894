/** @internal Fills in the defaults and refuses what cannot work. */
export function settle(options) {
    const WebSocket = options.WebSocket ?? globalThis.WebSocket;
    if (!WebSocket)
        throw new TypeError("options.WebSocket is missing and this runtime has none of its own: pass the 'ws' package's.");
    if (!options.url && !options.api)
        throw new TypeError('options.url and options.api are both missing: one must say where to connect.');
    const settings = {
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
    if (options.url)
        settings.url = options.url;
    if (options.api)
        settings.api = options.api;
    for (const [name, value] of Object.entries(settings)) {
        if (typeof value === 'number' && !(value >= 0))
            throw new RangeError(`options.${name} is ${value}; it must be 0 or more.`);
    }
    return settings;
}
// The hook is the application's: what it throws must not stop what it is told of.
function safely(onError) {
    return (error, during) => {
        try {
            onError(error, during);
        }
        catch (thrown) {
            console.error('baize: onError threw', thrown, 'when told of', error);
        }
    };
}
//# sourceMappingURL=options.js.map