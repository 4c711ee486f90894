import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { BaizeError } from './errors.js';
import { settle } from './options.js';
import { Session } from './session.js';
/**
 * A user's connection to Baize, kept up through lost networks, deploys and dead servers: it reconnects by itself, joins its rooms
 * again from where they stood, and sends again what was not answered, with the same ids: nothing is missed, nothing happens twice.
 */
export class BaizeClient extends Emitter {
    #settings;
    #session;
    #connection;
    #starting;
    constructor(options) {
        const settings = settle(options);
        super(settings.onError);
        this.#settings = settings;
        this.#session = new Session(settings, this);
        this.#connection = this.#newConnection();
    }
    /** Where the client stands with its connection; the `state` event tells of each change. */
    get state() {
        return this.#connection.state;
    }
    /** Who and where the client is; undefined while it is not connected. */
    get session() {
        return this.state.status === 'connected' ? this.state.session : undefined;
    }
    /** Connects, and from then on reconnects by itself. Fails where the token is refused, or where there is no connection in time. */
    connect() {
        if (this.state.status === 'closed') {
            this.#connection = this.#newConnection();
            this.#starting = undefined;
        }
        return (this.#starting ??= this.#connection.start());
    }
    /** A room, joined or not: the same object for the same id. */
    room(id) {
        if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
            throw new RangeError(`Room id '${id}' is not 1 to 64 of A-Z a-z 0-9 _ -.`);
        return this.#session.room(id);
    }
    /** Joins a room. Events that come before the caller has attached handlers are not seen: where that matters, use {@link room} first. */
    join(id, options) {
        return this.room(id).join(options);
    }
    /** Says goodbye. What is not answered fails with `closed`. */
    close() {
        this.#connection.close(new BaizeError('closed', 'The client was closed.'));
    }
    #newConnection() {
        return new Connection(this.#settings, this.#session, this);
    }
}
//# sourceMappingURL=client.js.map