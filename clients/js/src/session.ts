import { backoff } from './backoff.js';
import { Emitter } from './emitter.js';
import { BaizeError } from './errors.js';
import type { ClientEvents } from './events.js';
import type { Link } from './link.js';
import type { JoinOptions, RequestOptions, Settings } from './options.js';
import { CloseCodes, type Json, type ServerFrame } from './protocol.js';
import { isRepeatable, overdue, type Request } from './request.js';
import { Room, type RoomHost } from './room.js';

/** Frames that may be unanswered at once: the server lets no more than 64 of a connection wait. */
const WINDOW = 32;
/** What the server refused for the moment is sent again after this long, doubled each time. */
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;
/** A timer that is later than this shows that nothing ran. */
const LATE_MS = 1_000;

/** A join that somebody waits for. */
interface Waiter {
  deadline: number;
  /** Whether the client was not in the room before; else it goes on trying when nobody waits any more. */
  isFirst: boolean;
  lastError?: BaizeError;
  resolve: () => void;
  reject: (error: BaizeError) => void;
  promise: Promise<void>;
}

/**
 * @internal What outlives a connection: the rooms with their positions and the requests without an answer. A new connection
 * is given both: the rooms are joined from their positions, then the requests follow in their order, with their ids.
 */
export class Session implements RoomHost {
  readonly #settings: Settings;
  readonly #events: Emitter<ClientEvents>;
  readonly #rooms = new Map<string, Room>();
  readonly #waiters = new Map<Room, Waiter>();
  readonly #requests = new Map<string, Request>(); // in the order they were made
  readonly #prefix = newPrefix();
  #ids = 0;
  #link: Link | undefined;
  #inFlight = 0;
  #holdUntil = 0; // the server said rate_limited: nothing is sent before
  #limited = 0;
  #abandoned = new Set<string>(); // joins that nobody waits for any more
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
    this.#holdUntil = this.#limited = this.#inFlight = 0;
    link.onFrame = (frame) => this.#take(frame);
    this.#arm(link.checkAt);
    this.#flush();
  }

  /** The connection is over: what it did not answer will be asked again. */
  detach(code: number): void {
    this.#link = undefined;
    this.#abandoned.clear();
    const unanswered = [...this.#requests.values()].filter((request) => request.sent);
    if (code === CloseCodes.tooBig && unanswered.length > 0) {
      // One of them was too big, and the largest surely is: sent again it would end the next connection too.
      const largest = unanswered.reduce((a, b) => (b.text.length > a.text.length ? b : a));
      this.#settle(largest, new BaizeError('payload_too_large', `The server closed the connection over a frame of ${largest.text.length} characters or less.`));
    }
    for (const request of unanswered) {
      request.sent = false;
      request.retryAt = 0;
      if (!isRepeatable(request)) this.#settle(request, new BaizeError('connection_lost', 'The signal was on its way when the connection was lost.', true));
    }
    for (const room of this.#rooms.values()) if (room.phase !== 'out') room.rejoin();
  }

  /** Nothing more will be sent: all that waits fails. */
  end(reason: BaizeError): void {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    for (const request of [...this.#requests.values()]) this.#settle(request, reason);
    for (const waiter of this.#waiters.values()) waiter.reject(reason);
    this.#waiters.clear();
    for (const room of this.#rooms.values()) room.out();
  }

  join(room: Room, options: JoinOptions): Promise<void> {
    if (room.phase === 'in') return Promise.resolve();
    let waiter = this.#waiters.get(room);
    if (!waiter) {
      waiter = newWaiter(performance.now() + (options.timeoutMs ?? this.#settings.requestTimeoutMs), room.phase === 'out');
      this.#waiters.set(room, waiter);
      if (room.phase === 'out') {
        room.spectate = options.spectate ?? false;
        if (options.position) room.setPosition(options.position);
        room.rejoin();
      }
      this.#arm(waiter.deadline);
      this.#flush();
    }
    const pending = waiter;
    options.signal?.addEventListener('abort', () => {
      if (this.#waiters.get(room) === pending) this.#abandon(room, pending, new BaizeError('closed', 'The join was called off.'));
    });
    return waiter.promise;
  }

  request(room: Room, type: string, data: Json, options: RequestOptions = {}): Promise<Json> {
    if (this.#requests.size >= this.#settings.maxPending) {
      return Promise.reject(new BaizeError('queue_full', `${this.#requests.size} requests wait already: options.maxPending.`, true));
    }
    if (options.signal?.aborted) return Promise.reject(new BaizeError('closed', 'The request was called off.'));
    return new Promise((resolve, reject) => {
      const id = this.#nextId();
      const text = JSON.stringify({ type, id, room_id: room.id, data });
      const deadline = performance.now() + (options.timeoutMs ?? this.#settings.requestTimeoutMs);
      const request: Request = { id, type, room: room.id, text, deadline, resolve, reject, sent: false, retryAt: 0, attempts: 0 };
      this.#requests.set(id, request);
      options.signal?.addEventListener('abort', () => this.#settle(request, new BaizeError('closed', 'The request was called off.')));
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

  #take(frame: ServerFrame): void {
    const room = frame.room_id === undefined ? undefined : this.#rooms.get(frame.room_id);
    if (frame.id !== undefined) this.#answer(frame, frame.id, room);
    else if (frame.type === 'error') this.#settings.onError(BaizeError.fromFrame(frame.data), 'frame');
    else if (frame.type === 'room_left') this.#leave(room, { code: 'removed', message: 'The server ended the membership.' });
    else if (room && room.phase !== 'out') room.take(frame);
    else if (!frame.seq) this.#tell(frame);
    if (this.#inFlight > 0) this.#link?.expectMore();
  }

  #tell(frame: ServerFrame): void {
    const { type } = frame;
    if (type === 'room_created' || type === 'room_deleted' || type === 'lobby' || type === 'migrate') this.#events.emit(type, frame);
    this.#events.emit('event', frame);
  }

  #answer(frame: ServerFrame, id: string, room: Room | undefined): void {
    if (room?.joinId === id) return this.#answerJoin(frame, room);
    if (this.#abandoned.delete(id) && frame.type === 'room_joined') {
      this.#link?.write({ type: 'leave_room', id: this.#nextId(), room_id: frame.room_id! });
    }
    const request = this.#requests.get(id);
    if (!request?.sent) return; // a pong, or an answer that nobody waits for any more
    if (frame.type !== 'error') {
      this.#limited = 0;
      if (frame.type === 'room_left') this.#leave(room, { code: 'left', message: 'Left.' }, request);
      else this.#settle(request, undefined, frame.data);
    } else {
      this.#refused(request, BaizeError.fromFrame(frame.data));
    }
    this.#flush();
  }

  #refused(request: Request, error: BaizeError): void {
    if (!error.retryable) return this.#settle(request, error);
    request.sent = false;
    this.#inFlight--;
    request.lastError = error;
    request.retryAt = performance.now() + backoff(++request.attempts, RETRY_MIN_MS, RETRY_MAX_MS);
    this.#holdIfLimited(error);
  }

  #holdIfLimited(error: BaizeError): void {
    if (error.code === 'rate_limited') this.#holdUntil = performance.now() + backoff(++this.#limited, RETRY_MIN_MS, RETRY_MAX_MS);
  }

  #answerJoin(frame: ServerFrame, room: Room): void {
    const waiter = this.#waiters.get(room);
    if (frame.type === 'room_joined') {
      this.#waiters.delete(room);
      room.joined(frame.data);
      waiter?.resolve();
    } else {
      const error = BaizeError.fromFrame(frame.data);
      if (error.retryable) {
        room.rejoin();
        room.retryAt = performance.now() + backoff(++room.attempts, RETRY_MIN_MS, RETRY_MAX_MS);
        if (waiter) waiter.lastError = error;
        this.#holdIfLimited(error);
      } else {
        this.#waiters.delete(room);
        waiter?.reject(error);
        this.#drop(room, error, waiter?.isFirst ? undefined : { code: error.code, message: error.message });
      }
    }
    this.#flush();
  }

  #leave(room: Room | undefined, reason: { code: string; message: string }, request?: Request): void {
    if (request) this.#settle(request);
    if (room && room.phase !== 'out') this.#drop(room, new BaizeError('not_member', reason.message), reason);
  }

  // Out of a room: what was asked of it can take no effect, and who wanted to leave has.
  #drop(room: Room, error: BaizeError, reason: { code: string; message: string } | undefined): void {
    for (const request of [...this.#requests.values()]) {
      if (request.room === room.id) this.#settle(request, request.type === 'leave_room' ? undefined : error);
    }
    room.out(reason);
  }

  #settle(request: Request, error?: BaizeError, data?: Json): void {
    if (!this.#requests.delete(request.id)) return;
    if (request.sent && this.#link) this.#inFlight--;
    if (error) request.reject(error);
    else request.resolve(data);
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
    if (now < this.#holdUntil) return this.#arm(this.#holdUntil);
    for (const room of this.#rooms.values()) {
      if (room.phase !== 'joining' || room.joinId) continue;
      if (room.retryAt > now) this.#arm(room.retryAt);
      else if (!this.#paced(link, now)) return;
      else this.#writeJoin(link, room);
    }
    const held = new Set<string>(); // an earlier request of the room waits: later ones do not overtake it
    for (const request of this.#requests.values()) {
      if (request.sent || held.has(request.room) || this.#rooms.get(request.room)?.phase !== 'in') continue;
      if (request.retryAt > now) {
        held.add(request.room);
        this.#arm(request.retryAt);
        continue;
      }
      if (this.#inFlight >= WINDOW || !this.#paced(link, now)) return;
      request.sent = true;
      this.#inFlight++;
      link.write(request.text);
      this.#arm(link.checkAt);
    }
  }

  #writeJoin(link: Link, room: Room): void {
    room.joinId = this.#nextId();
    link.write({ type: 'join_room', id: room.joinId, room_id: room.id, data: room.joinData });
    this.#arm(link.checkAt);
  }

  #paced(link: Link, now: number): boolean {
    const wait = link.pace.take(now);
    if (wait > 0) this.#arm(now + wait);
    return wait === 0;
  }

  #arm(due: number): void {
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
    for (const request of [...this.#requests.values()]) {
      if (request.deadline <= now) this.#settle(request, overdue(`${request.type} in room ${request.room}`, request.lastError));
      else this.#arm(request.deadline);
    }
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

function newWaiter(deadline: number, isFirst: boolean): Waiter {
  const waiter = { deadline, isFirst } as Waiter;
  waiter.promise = new Promise((resolve, reject) => Object.assign(waiter, { resolve, reject }));
  return waiter;
}

// Ids must differ between all clients that a user ever runs in a room: the server remembers them.
function newPrefix(): string {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => (byte % 36).toString(36)).join('') + Date.now().toString(36);
}
