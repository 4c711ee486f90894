/** Takes events. What it returns is not waited for; if that is a promise that fails, the failure goes to `onError`. */
export type Handler<T> = (event: T) => unknown;

/** @internal Hands what a handler did wrong to the application's hook. */
export type ReportError = (error: unknown, during: string) => void;

/** Typed events. A handler that throws is reported and harms neither the other handlers nor the stream. */
export class Emitter<Events extends object> {
  readonly #handlers = new Map<keyof Events, Set<Handler<never>>>();
  readonly #report: ReportError;

  /** @internal */
  constructor(report: ReportError) {
    this.#report = report;
  }

  /** Adds a handler. Returns what removes it. */
  on<K extends keyof Events>(type: K, handler: Handler<Events[K]>): () => void {
    let handlers = this.#handlers.get(type);
    if (!handlers) this.#handlers.set(type, (handlers = new Set()));
    handlers.add(handler);
    return () => this.off(type, handler);
  }

  /** Removes a handler. */
  off<K extends keyof Events>(type: K, handler: Handler<Events[K]>): void {
    this.#handlers.get(type)?.delete(handler);
  }

  /** @internal */
  emit<K extends keyof Events>(type: K, event: Events[K]): void {
    const handlers = this.#handlers.get(type);
    if (!handlers) return;
    for (const handler of [...handlers]) { // a copy: a handler may remove itself
      try {
        const result = (handler as Handler<Events[K]>)(event);
        if (result instanceof Promise) result.catch((error: unknown) => this.#report(error, String(type)));
      } catch (error) {
        this.#report(error, String(type));
      }
    }
  }
}
