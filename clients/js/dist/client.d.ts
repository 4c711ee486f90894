import { Emitter } from './emitter.js';
import type { ClientEvents } from './events.js';
import { type ClientOptions, type JoinOptions } from './options.js';
import type { SessionInfo } from './protocol.js';
import type { Room } from './room.js';
import type { ConnectionState } from './state.js';
/**
 * A user's connection to Baize, kept up through lost networks, deploys and dead servers: it reconnects by itself, joins its rooms
 * again from where they stood, and sends again what was not answered, with the same ids: nothing is missed, nothing happens twice.
 */
export declare class BaizeClient extends Emitter<ClientEvents> {
    #private;
    constructor(options: ClientOptions);
    /** Where the client stands with its connection; the `state` event tells of each change. */
    get state(): ConnectionState;
    /** Who and where the client is; undefined while it is not connected. */
    get session(): SessionInfo | undefined;
    /** Connects, and from then on reconnects by itself. Fails where the token is refused, or where there is no connection in time. */
    connect(): Promise<SessionInfo>;
    /** A room, joined or not: the same object for the same id. */
    room(id: string): Room;
    /** Joins a room. Events that come before the caller has attached handlers are not seen: where that matters, use {@link room} first. */
    join(id: string, options?: JoinOptions): Promise<Room>;
    /** Says goodbye. What is not answered fails with `closed`. */
    close(): void;
}
//# sourceMappingURL=client.d.ts.map