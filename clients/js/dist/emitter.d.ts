/** Takes events. What it returns is not waited for; if that is a promise that fails, the failure goes to `onError`. */
export type Handler<T> = (event: T) => unknown;
/** Typed events. A handler that throws is reported and harms neither the other handlers nor the stream. */
export declare class Emitter<Events extends object> {
    #private;
    /** Adds a handler. Returns what removes it. */
    on<K extends keyof Events>(type: K, handler: Handler<Events[K]>): () => void;
    /** Removes a handler. */
    off<K extends keyof Events>(type: K, handler: Handler<Events[K]>): void;
}
//# sourceMappingURL=emitter.d.ts.map