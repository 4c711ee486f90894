import type { ConnectionState } from './state.js';
import type { Json, RoomInfo, ServerFrame } from './protocol.js';
/** An event of a room, as it came. `seq` is its position; absent where it has none. */
export type RoomEvent<Type extends string = string, Data = Json> = ServerFrame & {
    type: Type;
    room_id: string;
    data: Data;
};
/** A room's events. Every handler is called in the order of the events, each event once. */
export interface RoomEvents {
    message: RoomEvent<'message'>;
    signal: RoomEvent<'signal'>;
    /** The roster or the life of the room changed, or a trusted service says so. */
    room_updated: RoomEvent<'room_updated', {
        action: string;
        user_id?: number;
        room?: RoomInfo;
        room_data?: Json;
    }>;
    game_started: RoomEvent<'game_started'>;
    game_state_update: RoomEvent<'game_state_update', {
        state: Json;
        cause?: string;
    }>;
    timer_start: RoomEvent<'timer_start', {
        name: string;
        user_id?: number;
        deadline_at: number;
        duration_ms: number;
    }>;
    timer_stop: RoomEvent<'timer_stop', {
        name: string;
        user_id?: number;
    }>;
    game_end: RoomEvent<'game_end', {
        result?: Json;
    }>;
    /** Each of the above and every other event of the room. */
    event: RoomEvent;
    /** What was missed cannot be had: the room stands as its `info` and `state` now say. */
    reset: {
        room_id: string;
    };
    /** No longer in the room. `code` is `left` where that was asked for, `removed` where the server ended it, else why joining again was refused. */
    left: {
        room_id: string;
        code: string;
        message: string;
    };
}
/** Events of the client: its connection's, and those to everyone online. */
export interface ClientEvents {
    state: ConnectionState;
    room_created: ServerFrame;
    room_deleted: ServerFrame;
    lobby: ServerFrame;
    /** The instance is going away; the client will have moved by itself. */
    migrate: ServerFrame;
    /** Each of the above three kinds of frames, and every other that is of no room the client is in. */
    event: ServerFrame;
}
//# sourceMappingURL=events.d.ts.map