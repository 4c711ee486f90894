/** Any JSON. */
export type Json = any;
/** A member of a room, as everyone may see it. */
export interface PlayerInfo {
    user_id: number;
    name: string;
    seat?: number | null;
    ready: boolean;
    connected: boolean;
}
/** A room in JSON, everywhere. */
export interface RoomInfo {
    room_id: string;
    /** The game's name; `relay` where there are no rules. */
    game: string;
    name: string;
    status: 'waiting' | 'playing' | 'ended';
    /** Who may start and kick; 0: nobody. */
    host_id: number;
    /** Seats; 0: no bound. */
    max_players: number;
    players: PlayerInfo[];
    /** The owner. */
    instance_id: string;
    /** Unix milliseconds. */
    created_at: number;
}
/** What the first frame of a connection says. */
export interface SessionInfo {
    user_id: number;
    instance_id: string;
    session_id: string;
}
/** A frame from the server. */
export interface ServerFrame {
    type: string;
    room_id?: string;
    user_id?: number;
    seq?: number;
    data?: Json;
    id?: string;
}
/** A frame to the server. */
export interface ClientFrame {
    type: string;
    id?: string;
    room_id?: string;
    data?: Json;
}
/** Close codes of protocol 2.3 that the client tells apart. */
export declare const CloseCodes: {
    readonly normal: 1000;
    readonly goingAway: 1001;
    readonly protocolError: 1002;
    readonly unsupportedData: 1003;
    readonly abnormal: 1006;
    readonly invalidPayload: 1007;
    readonly tooBig: 1009;
    readonly sessionReplaced: 4001;
    readonly forbidden: 4003;
    readonly slowConsumer: 4008;
    readonly tooManyRequests: 4029;
};
//# sourceMappingURL=protocol.d.ts.map