import { Emitter } from './emitter.js';
import { BaizeError } from './errors.js';
import type { ClientEvents } from './events.js';
import type { Link } from './link.js';
import type { JoinOptions, RequestOptions, Settings } from './options.js';
import { isPaced, Outbox, retryAt } from './outbox.js';
import type { Json, ServerFrame } from './protocol.js';
import { overdue, type Request } from './request.js';
import { Room, type RoomHost } from './room.js';
import { Waiter } from './waiter.js';

/** A timer that is later than this shows that nothing ran. */
const LATE_MS = 1_000;

/**
 * @internal What outlives a connection: the rooms with their positions and the requests without an answer. A new connection
 * is given both: the rooms are joined from their positions, then the requests follow in their order, with their ids.
 */
export class Session implements RoomHost {
  readonly #settings: Settings;
  readonly #events: Emitter<ClientEvents>;
  readonly #rooms = new Map<string, Room>();
  readonly #waiters = new Map<Room, Waiter>();
  readonly #abandoned = new Set<string>(); // joins that nobody waits for any more
  readonly #outbox = new Outbox();
  readonly #prefix = newPrefix();
  readonly #arm = (due: number): void => this.#wakeAt(due);
  #ids = 0;
  #link: Link | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;

  constructor(settings: Settings, events: Emitter<ClientEvents>) {
    this.#settings = settings;
    this.#events = events;
  }

  room(id: string): Room {
    let room = this.#rooms.get(id);
    if (!room) this.#rooms.set(id, (room = new Room(id, this, this.#settings.onError)));
    return room;
  }

  /** The room to be near to. */
  get hint(): string | undefined {
    for (const room of this.#rooms.values()) if (room.phase !== 'out') return room.id;
    return undefined;
  }

  attach(link: Link): void {
    this.#link = link;
    this.#outbox.attach();
    link.onFrame = (frame) => this.#take(frame);
    this.#arm(link.checkAt);
    this.#flush();
  }

  /** The connection is over: what it did not answer will be asked again. */
  detach(code: number): void {
    this.#link = undefined;
    this.#abandoned.clear();
    this.#outbox.detach(code);
    for (const room of this.#rooms.values()) if (room.phase !== 'out') room.rejoin();
  }

  /** Nothing more will be sent: all that waits fails. */
  end(reason: BaizeError): void {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#outbox.end(reason);
    for (const waiter of this.#waiters.values()) waiter.reject(reason);
    this.#waiters.clear();
    for (const room of this.#rooms.values()) room.out();
  }

  join(room: Room, options: JoinOptions): Promise<void> {
    if (options.signal?.aborted) return Promise.reject(new BaizeError('closed', 'The join was called off.'));
    if (room.phase === 'in') return Promise.resolve();
    const waiter = this.#waiters.get(room) ?? this.#beginJoin(room, options);
    options.signal?.addEventListener('abort', () => {
      if (this.#waiters.get(room) === waiter) this.#abandon(room, waiter, new BaizeError('closed', 'The join was called off.'));
    });
    return waiter.done;
  }

  request(room: Room, type: string, data: Json, options: RequestOptions = {}): Promise<Json> {
    if (options.signal?.aborted) return Promise.reject(new BaizeError('closed', 'The request was called off.'));
    if (this.#outbox.size >= this.#settings.maxPending) {
      return Promise.reject(new BaizeError('queue_full', `${this.#outbox.size} requests wait already: options.maxPending.`, true));
    }
    return new Promise((resolve, reject) => {
      const id = this.#nextId();
      const text = JSON.stringify({ type, id, room_id: room.id, data });
      const deadline = performance.now() + (options.timeoutMs ?? this.#settings.requestTimeoutMs);
      const request: Request = { id, type, room: room.id, text, deadline, resolve, reject, sent: false, retryAt: 0, attempts: 0 };
      this.#outbox.add(request);
      options.signal?.addEventListener('abort', () => this.#outbox.settle(request, new BaizeError('closed', 'The request was called off.')));
      this.#arm(deadline);
      this.#flush();
    });
  }

  onGap(room: Room, seq: number): void {
    this.#settings.onError(new BaizeError('gap', `Room ${room.id}: event ${seq} came after ${room.seq}; joining anew.`), 'gap');
    if (room.gapAfter === room.seq) room.setPosition(undefined); // twice at the same place: only the state helps
    else room.gapAfter = room.seq;
    room.rejoin();
    this.#flush();
  }

  #beginJoin(room: Room, options: JoinOptions): Waiter {
    const waiter = new Waiter(performance.now() + (options.timeoutMs ?? this.#settings.requestTimeoutMs), room.phase === 'out');
    this.#waiters.set(room, waiter);
    if (waiter.isFirst) {
      room.spectate = options.spectate ?? false;
      if (options.position) room.setPosition(options.position);
      room.rejoin();
    }
    this.#arm(waiter.deadline);
    this.#flush();
    return waiter;
  }

  #take(frame: ServerFrame): void {
    const room = frame.room_id === undefined ? undefined : this.#rooms.get(frame.room_id);
    if (frame.id !== undefined) this.#answer(frame, frame.id, room);
    else if (frame.type === 'error') this.#settings.onError(BaizeError.fromFrame(frame.data), 'frame');
    else if (frame.type === 'room_left') this.#leave(room, { code: 'removed', message: 'The server ended the membership.' });
    else if (room && room.phase !== 'out') room.take(frame);
    else if (!frame.seq) this.#tell(frame);
    if (this.#outbox.inFlight > 0) this.#link?.expectMore();
  }

  #tell(frame: ServerFrame): void {
    const { type } = frame;
    if (type === 'room_created' || type === 'room_deleted' || type === 'lobby' || type === 'migrate') this.#events.emit(type, frame);
    this.#events.emit('event', frame);
  }

  #answer(frame: ServerFrame, id: string, room: Room | undefined): void {
    const request = this.#outbox.sent(id);
    if (room?.joinId === id) {
      this.#answerJoin(frame, room);
    } else if (this.#abandoned.delete(id) && frame.type === 'room_joined') {
      this.#link?.write({ type: 'leave_room', id: this.#nextId(), room_id: frame.room_id! });
    } else if (request && frame.type === 'error') {
      this.#outbox.refused(request, BaizeError.fromFrame(frame.data));
    } else if (request) { // else a pong, or an answer that nobody waits for any more
      this.#outbox.answered(request, frame.data);
      if (frame.type === 'room_left') this.#leave(room, { code: 'left', message: 'Left.' });
    }
    this.#flush();
  }

  #answerJoin(frame: ServerFrame, room: Room): void {
    const waiter = this.#waiters.get(room);
    if (frame.type === 'room_joined') {
      this.#waiters.delete(room);
      room.joined(frame.data);
      return waiter?.resolve();
    }
    const error = BaizeError.fromFrame(frame.data);
    if (error.retryable) {
      room.rejoin();
      room.retryAt = retryAt(++room.attempts);
      if (waiter) waiter.lastError = error;
      return this.#outbox.holdIfLimited(error);
    }
    this.#drop(room, error, waiter?.isFirst ? undefined : { code: error.code, message: error.message });
  }

  #leave(room: Room | undefined, reason: { code: string; message: string }): void {
    if (room && room.phase !== 'out') this.#drop(room, new BaizeError('not_member', reason.message), reason);
  }

  #drop(room: Room, error: BaizeError, reason: { code: string; message: string } | undefined): void {
    this.#waiters.get(room)?.reject(error);
    this.#waiters.delete(room);
    this.#outbox.failRoom(room.id, error);
    room.out(reason);
  }

  #abandon(room: Room, waiter: Waiter, error: BaizeError): void {
    this.#waiters.delete(room);
    waiter.reject(error);
    if (!waiter.isFirst) return;
    if (room.joinId) this.#abandoned.add(room.joinId);
    this.#drop(room, error, undefined);
  }

  // Sends what can be sent now, in order; sees to it that the rest is looked at again.
  #flush(): void {
    const link = this.#link;
    if (!link) return;
    const now = performance.now();
    if (now < this.#outbox.holdUntil) this.#arm(this.#outbox.holdUntil);
    else if (this.#flushJoins(link, now)) this.#outbox.flush(link, now, (room) => this.#rooms.get(room)?.phase === 'in', this.#arm);
  }

  #flushJoins(link: Link, now: number): boolean {
    for (const room of this.#rooms.values()) {
      if (room.phase !== 'joining' || room.joinId) continue;
      if (room.retryAt > now) {
        this.#arm(room.retryAt);
        continue;
      }
      if (!isPaced(link, now, this.#arm)) return false;
      room.joinId = this.#nextId();
      link.write({ type: 'join_room', id: room.joinId, room_id: room.id, data: room.joinData });
      this.#arm(link.checkAt);
    }
    return true;
  }

  #wakeAt(due: number): void {
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.ceil(due - performance.now())));
  }

  #tick(): void {
    const now = performance.now();
    const late = now - this.#due;
    this.#due = Infinity;
    for (const [room, waiter] of [...this.#waiters]) {
      if (waiter.deadline <= now) this.#abandon(room, waiter, overdue(`The join of room ${room.id}`, waiter.lastError));
      else this.#arm(waiter.deadline);
    }
    this.#outbox.expire(now, this.#arm);
    const link = this.#link;
    if (link?.isDead(now)) {
      if (late < LATE_MS) return link.drop(); // its end brings the next one
      setTimeout(() => this.#arm(performance.now()), 0); // the page was busy or asleep: what came meanwhile is heard first
    }
    if (link?.wantsPing(now)) link.write({ type: 'ping', id: this.#nextId() });
    if (link && link.checkAt > now) this.#arm(link.checkAt);
    this.#flush();
  }

  #nextId(): string {
    return `${this.#prefix}-${(++this.#ids).toString(36)}`;
  }
}

// Ids must differ between all clients that a user ever runs in a room: the server remembers them.
function newPrefix(): string {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => (byte % 36).toString(36)).join('') + Date.now().toString(36);
}
