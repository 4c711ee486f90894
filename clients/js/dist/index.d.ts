export { BaizeClient } from './client.js';
export { BaizeError, type ErrorCode } from './errors.js';
export type { Handler } from './emitter.js';
export type { ClientEvents, RoomEvent, RoomEvents } from './events.js';
export type { ClientOptions, JoinOptions, RequestOptions, WebSocketConstructor, WebSocketLike } from './options.js';
export { CloseCodes, type Json, type PlayerInfo, type RoomInfo, type ServerFrame, type SessionInfo } from './protocol.js';
export { Room, type Ack } from './room.js';
export type { ConnectionState } from './state.js';
//# sourceMappingURL=index.d.ts.map