import { Emitter } from './emitter.js';
import type { RoomEvents } from './events.js';
import type { JoinOptions, RequestOptions } from './options.js';
import type { Json, PlayerInfo, RoomInfo } from './protocol.js';
/** What the ack of a request says. */
export interface Ack {
    /** Position of the event that the request became; 0 where it became none. */
    seq: number;
}
/**
 * A room as this client sees it. It stays the same object through reconnects: the client joins again by itself, from the
 * position it had. Attach handlers before `join()`, and none of the room's events is missed.
 */
export declare class Room extends Emitter<RoomEvents> {
    #private;
    readonly id: string;
    /** Whether the client is in the room on its present connection. */
    get isIn(): boolean;
    /** The room as everyone may see it, as of `seq`; undefined before the first join. */
    get info(): RoomInfo | undefined;
    /** The roster. */
    get players(): PlayerInfo[];
    /** `waiting`, `playing`, `ended`. */
    get status(): RoomInfo['status'] | undefined;
    /** The own view of the game, as of `seq`; null in a room without rules. */
    get state(): Json;
    /** Names the room's history. */
    get log(): string | undefined;
    /** Position of the last event. */
    get seq(): number;
    /** Joins, or takes up again the seat already held. Joining a room one is in does nothing. */
    join(options?: JoinOptions): Promise<this>;
    /** Leaves. */
    leave(options?: RequestOptions): Promise<void>;
    /** Sends to all members: sequenced, logged, delivered exactly once and in order. Resolves when it is committed. */
    send(data: Json, options?: RequestOptions): Promise<Ack>;
    /** Sends to the members who are connected now: no promise. Never sent twice. */
    signal(data: Json, options?: RequestOptions): Promise<void>;
    /** Makes a move in the room's game. Resolves when it is committed. */
    action(name: string, data?: Record<string, Json>, options?: RequestOptions): Promise<Ack>;
    /** Ready to start. */
    ready(options?: RequestOptions): Promise<Ack>;
    /** Not ready after all. */
    cancelReady(options?: RequestOptions): Promise<Ack>;
    /** Starts the game: the host's. */
    start(options?: RequestOptions): Promise<Ack>;
    /** Puts a member out: the host's. */
    kick(userId: number, options?: RequestOptions): Promise<Ack>;
    /** Asks for the own view of the game as it is now; `state` follows the events and may be a little behind. */
    getState(options?: RequestOptions): Promise<Json>;
}
//# sourceMappingURL=room.d.ts.map