import { BaizeError } from './errors.js';
import { Emitter } from './emitter.js';
/**
 * A room as this client sees it. It stays the same object through reconnects: the client joins again by itself, from the
 * position it had. Attach handlers before `join()`, and none of the room's events is missed.
 */
export class Room extends Emitter {
    id;
    /** @internal */ phase = 'out';
    /** @internal */ spectate = false;
    /** @internal The join that is written to the present connection and not answered. */ joinId;
    /** @internal */ retryAt = 0;
    /** @internal */ attempts = 0;
    /** @internal The position after which events were missing lately. */ gapAfter = -1;
    #host;
    #log;
    #seq = 0;
    #wasIn = false;
    #info;
    #state;
    #later; // the roster at a position that we have not reached yet
    /** @internal */
    constructor(id, host, report) {
        super(report);
        this.id = id;
        this.#host = host;
    }
    /** Whether the client is in the room on its present connection. */
    get isIn() { return this.phase === 'in'; }
    /** The room as everyone may see it, as of `seq`; undefined before the first join. */
    get info() { return this.#info; }
    /** The roster. */
    get players() { return this.#info?.players ?? []; }
    /** `waiting`, `playing`, `ended`. */
    get status() { return this.#info?.status; }
    /** The own view of the game, as of `seq`; null in a room without rules. */
    get state() { return this.#state; }
    /** Names the room's history. */
    get log() { return this.#log; }
    /** Position of the last event. */
    get seq() { return this.#seq; }
    /** Joins, or takes up again the seat already held. Joining a room one is in does nothing. */
    async join(options = {}) {
        await this.#host.join(this, options);
        return this;
    }
    /** Leaves. */
    async leave(options) {
        await this.#request('leave_room', undefined, options);
    }
    /** Sends to all members: sequenced, logged, delivered exactly once and in order. Resolves when it is committed. */
    async send(data, options) {
        return ack(await this.#request('message', data, options));
    }
    /** Sends to the members who are connected now: no promise. Never sent twice. */
    async signal(data, options) {
        await this.#request('signal', data, options);
    }
    /** Makes a move in the room's game. Resolves when it is committed. */
    async action(name, data = {}, options) {
        return ack(await this.#request('action', { ...data, name }, options));
    }
    /** Ready to start. */
    async ready(options) { return ack(await this.#request('ready', undefined, options)); }
    /** Not ready after all. */
    async cancelReady(options) { return ack(await this.#request('cancel_ready', undefined, options)); }
    /** Starts the game: the host's. */
    async start(options) { return ack(await this.#request('start', undefined, options)); }
    /** Puts a member out: the host's. */
    async kick(userId, options) { return ack(await this.#request('kick', { user_id: userId }, options)); }
    /** Asks for the own view of the game as it is now; `state` follows the events and may be a little behind. */
    async getState(options) {
        return (await this.#request('get_state', undefined, options))?.state ?? null;
    }
    /** @internal The data of the join that is due. */
    get joinData() {
        return {
            ...(this.#log === undefined ? {} : { log: this.#log, seq: this.#seq }),
            ...(this.spectate ? { spectate: true } : {}),
        };
    }
    /** @internal Where to resume from; nothing: from now on. */
    setPosition(position) {
        this.#log = position?.log;
        this.#seq = position?.seq ?? 0;
        this.#wasIn ||= position !== undefined;
    }
    /** @internal The connection is gone, or the position proved wrong: joined again by the next flush. */
    rejoin() {
        this.phase = 'joining';
        this.joinId = undefined;
        this.retryAt = 0;
    }
    /** @internal A join was answered. */
    joined(data) {
        this.phase = 'in';
        this.joinId = undefined;
        this.attempts = 0;
        const wasIn = this.#wasIn;
        this.#wasIn = true;
        if (data.recovered && data.log === this.#log) {
            if (data.seq > this.#seq && this.#info)
                this.#later = { seq: data.seq, info: data.room };
            else
                this.#info = data.room;
            return;
        }
        this.#log = data.log;
        this.#seq = data.seq;
        this.#info = data.room;
        this.#state = data.state ?? null;
        this.#later = undefined;
        if (wasIn)
            this.emit('reset', { room_id: this.id });
    }
    /** @internal No longer in. */
    out(reason) {
        this.phase = 'out';
        this.joinId = undefined;
        if (!reason)
            return;
        this.setPosition(undefined);
        this.#wasIn = false;
        this.emit('left', { room_id: this.id, ...reason });
    }
    /** @internal An event of the room: given to the application if it is the next one. */
    take(frame) {
        if (frame.seq) {
            if (this.phase !== 'in' || frame.seq <= this.#seq)
                return; // while joining, the answer says where we stand; and each but once
            if (frame.seq > this.#seq + 1)
                return this.#host.onGap(this, frame.seq);
            this.#seq = frame.seq;
        }
        this.#apply(frame);
        if (typed.has(frame.type))
            this.emit(frame.type, frame);
        this.emit('event', frame);
    }
    #apply(frame) {
        if (frame.type === 'room_updated' && frame.data?.room)
            this.#info = frame.data.room;
        else if (frame.type === 'game_state_update')
            this.#state = frame.data?.state ?? null;
        else if (frame.type === 'game_started' && this.#info)
            this.#info = { ...this.#info, status: 'playing' };
        else if (frame.type === 'game_end' && this.#info)
            this.#info = { ...this.#info, status: 'ended' };
        if (this.#later && this.#seq >= this.#later.seq) {
            this.#info = this.#later.info;
            this.#later = undefined;
        }
    }
    #request(type, data, options) {
        if (this.phase === 'out')
            return Promise.reject(new BaizeError('not_member', `Join room ${this.id} first.`));
        return this.#host.request(this, type, data, options);
    }
}
// Trusted services may send events of any type: only those of the protocol have handlers of their own.
const typed = new Set(['message', 'signal', 'room_updated', 'game_started', 'game_state_update', 'timer_start', 'timer_stop', 'game_end']);
const ack = (data) => ({ seq: data?.seq ?? 0 });
//# sourceMappingURL=room.js.map