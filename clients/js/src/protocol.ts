// The shapes of protocol 2 and 3.2, with the names they have on the wire.

/** Any JSON. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
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
export const CloseCodes = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  abnormal: 1006,
  invalidPayload: 1007,
  tooBig: 1009,
  sessionReplaced: 4001,
  forbidden: 4003,
  slowConsumer: 4008,
  tooManyRequests: 4029,
} as const;
