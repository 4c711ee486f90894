import { BaizeError, type BaizeClient, type Json, type Room, type RoomEvent, type RoomInfo } from '@baize/client';
import { batch, signal } from '@preact/signals';
import { t } from '../i18n/index.js';
import { ServerClock } from '../logic/clock.js';
import { whenBack } from './connection.js';
import { lookAt } from './lobby.js';
import { Talk } from './talk.js';

export interface Result {
  winners: number[];
  reason: string;
  details?: Json;
}

export interface Timer {
  userId: number | undefined;
  deadlineAt: number;
  durationMs: number;
}

/** The next game, set up by someone at this table. */
export interface Again {
  by: number;
  room: string;
}

const LOOK_MS = 4_000; // the owner may change without a word to its members: nothing is lost, so nothing is said

/** A room as the page shows it, kept by the events of the client's room. */
export class Table {
  readonly info = signal<RoomInfo | undefined>(undefined);
  readonly state = signal<Json>(undefined);
  readonly isIn = signal(false);
  readonly seq = signal(0);
  readonly tripMs = signal<number | undefined>(undefined);
  readonly timer = signal<Timer | undefined>(undefined);
  readonly result = signal<Result | undefined>(undefined);
  /** How the running game is played; undefined where its start was not seen. */
  readonly options = signal<Record<string, unknown> | undefined>(undefined);
  readonly again = signal<Again | undefined>(undefined);
  /** What the player asked for and did not get: the code, and the server's words. */
  readonly fault = signal<{ code: string; message: string } | undefined>(undefined);
  /** Why one is not at the table (any more): a code of the protocol, `left`, `kicked`, `closed`. */
  readonly ended = signal<string | undefined>(undefined);
  readonly clock = new ServerClock();
  readonly talk: Talk;
  readonly #room: Room;
  readonly #offs: (() => void)[] = [];
  readonly #look: ReturnType<typeof setInterval>;
  #kicked = false;

  constructor(client: BaizeClient, readonly id: string, readonly me: number, readonly watch: boolean) {
    this.#room = client.room(id);
    this.talk = new Talk(this.#room, me);
    this.#offs.push(
      this.#room.on('event', (event) => batch(() => this.#take(event))),
      this.#room.on('reset', () => this.#sync()),
      this.#room.on('left', ({ code }) => this.#end(this.#kicked ? 'kicked' : code)),
      client.on('room_deleted', (frame) => (frame.data as { room_id?: string } | undefined)?.room_id === id && this.#end('closed')),
      whenBack(() => this.#rejoin()),
    );
    this.#look = setInterval(() => void this.#lookAround(), LOOK_MS);
  }

  async join(): Promise<void> {
    try {
      await this.#room.join({ spectate: this.watch, timeoutMs: 60_000 });
    } catch (error) {
      if (!this.#isOver) this.#end(error instanceof BaizeError ? error.code : 'internal');
      return;
    }
    this.#sync();
    void this.#lookAround();
  }

  /** Asks for something; what is refused is shown. */
  async ask(what: (room: Room) => Promise<unknown>): Promise<boolean> {
    this.fault.value = undefined;
    try {
      await what(this.#room);
      return true;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (!this.#isOver && code !== 'closed') this.fault.value = { code: code ?? 'internal', message };
      return false;
    }
  }

  async leave(): Promise<void> {
    await this.ask((room) => room.leave({ timeoutMs: 3_000 }));
  }

  /** The own seat; undefined: watching. */
  get seat(): number | undefined {
    return this.info.value?.players.find((player) => player.user_id === this.me)?.seat ?? undefined;
  }

  nameOf(userId = 0): string | undefined {
    return userId < 0 ? t.value.botName(-userId) : this.talk.names.get(userId);
  }

  dispose(): void {
    this.#isOver = true;
    clearInterval(this.#look);
    for (const off of this.#offs) off();
  }

  #isOver = false;

  async #rejoin(): Promise<void> {
    this.isIn.value = false;
    if (this.ended.peek() !== undefined) return;
    await this.#room.join({ spectate: this.watch, timeoutMs: 60_000 });
    this.#sync();
  }

  #sync(): void {
    batch(() => {
      this.#roster(this.#room.info);
      this.state.value = this.#room.state;
      this.seq.value = this.#room.seq;
      this.isIn.value = this.#room.isIn;
      if (this.#room.status !== 'ended') this.result.value = undefined;
    });
  }

  #take(event: RoomEvent): void {
    const data = event.data ?? {};
    if (event.seq) this.seq.value = event.seq;
    this.#roster(this.#room.info);
    switch (event.type) {
      case 'message':
        if (typeof data.again === 'string') this.again.value = { by: event.user_id ?? 0, room: data.again };
        else this.talk.heard(event);
        break;
      case 'room_updated':
        if (data.action === 'kick' && data.user_id === this.me) this.#kicked = true;
        this.talk.noted(event);
        break;
      case 'game_started':
        this.result.value = undefined;
        this.options.value = data.options;
        break;
      case 'game_state_update':
        this.state.value = data.state;
        break;
      case 'timer_start':
        this.clock.saw(data.deadline_at - data.duration_ms, Date.now());
        this.timer.value = { userId: data.user_id, deadlineAt: data.deadline_at, durationMs: data.duration_ms };
        break;
      case 'timer_stop':
        this.timer.value = undefined;
        break;
      case 'game_end':
        this.result.value = data.result;
        this.timer.value = undefined;
        break;
    }
  }

  #roster(info: RoomInfo | undefined): void {
    if (!info || info === this.info.peek()) return;
    this.talk.know(info.players);
    this.info.value = info;
  }

  #end(code: string): void {
    if (this.ended.peek() !== undefined) return;
    this.isIn.value = false;
    // A room goes a minute after its game; who still looks at the result may go on looking.
    if (this.info.peek()?.status !== 'ended') this.ended.value = code;
  }

  async #lookAround(): Promise<void> {
    if (!this.isIn.peek() || document.hidden) return;
    const asked = performance.now();
    try {
      await this.#room.getState({ timeoutMs: LOOK_MS });
      this.tripMs.value = performance.now() - asked;
      const { instance_id } = await lookAt(this.id);
      const info = this.info.peek();
      if (info && instance_id && info.instance_id !== instance_id) this.info.value = { ...info, instance_id };
    } catch {
      // what is wrong shows in the connection's own state
    }
  }
}
