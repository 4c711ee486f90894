/** Typed events. A handler that throws is reported and harms neither the other handlers nor the stream. */
export class Emitter {
    #handlers = new Map();
    #report;
    /** @internal */
    constructor(report) {
        this.#report = report;
    }
    /** Adds a handler. Returns what removes it. */
    on(type, handler) {
        let handlers = this.#handlers.get(type);
        if (!handlers)
            this.#handlers.set(type, (handlers = new Set()));
        handlers.add(handler);
        return () => this.off(type, handler);
    }
    /** Removes a handler. */
    off(type, handler) {
        this.#handlers.get(type)?.delete(handler);
    }
    /** @internal */
    emit(type, event) {
        const handlers = this.#handlers.get(type);
        if (!handlers)
            return;
        for (const handler of [...handlers]) { // a copy: a handler may remove itself
            try {
                const result = handler(event);
                if (result instanceof Promise)
                    result.catch((error) => this.#report(error, String(type)));
            }
            catch (error) {
                this.#report(error, String(type));
            }
        }
    }
}
//# sourceMappingURL=emitter.js.map