import type { PlayerInfo, Room, RoomEvent } from '@baize/client';
import { signal } from '@preact/signals';

export interface Line {
  key: string;
  /** `said` by someone; `note`: something that happened, by the name of its action; `loud`: to everyone online. */
  kind: 'said' | 'note' | 'loud';
  userId: number;
  name: string;
  text: string;
  /** Its position in the log; undefined: not committed (yet). */
  seq?: number;
  failed?: boolean;
}

const MAX_LINES = 300;
const noted = new Set(['join', 'leave', 'disconnect', 'reconnect', 'kick', 'host', 'start']);

/** What is said in a room, in the one order that all see; one's own words first as they are typed, then in their place. */
export class Talk {
  readonly lines = signal<Line[]>([]);
  readonly names = new Map<number, string>();
  readonly #room: Room;
  readonly #me: number;
  #count = 0;

  constructor(room: Room, me: number) {
    this.#room = room;
    this.#me = me;
  }

  know(players: readonly PlayerInfo[]): void {
    for (const player of players) this.names.set(player.user_id, player.name);
  }

  say(text: string): void {
    const line: Line = { key: `own-${++this.#count}`, kind: 'said', userId: this.#me, name: this.names.get(this.#me) ?? '', text };
    this.#set([...this.lines.peek(), line]);
    this.#room.send({ text }).catch(() => this.#set(this.lines.peek().map((each) => (each.key === line.key ? { ...each, failed: true } : each))));
  }

  heard(event: RoomEvent): void {
    const text = typeof event.data?.text === 'string' ? event.data.text : JSON.stringify(event.data);
    const lines = this.lines.peek();
    const own = event.user_id === this.#me ? lines.findIndex((line) => line.seq === undefined && line.kind === 'said' && line.text === text) : -1;
    const rest = own < 0 ? lines : lines.filter((_, index) => index !== own);
    const userId = event.user_id ?? 0;
    this.#set([...rest, { key: own < 0 ? `seq-${event.seq}` : lines[own]!.key, kind: 'said', userId, name: this.names.get(userId) ?? '', text, seq: event.seq ?? 0 }]);
  }

  noted(event: RoomEvent): void {
    const { action, user_id: about, room } = event.data as { action: string; user_id?: number; room?: unknown };
    const userId = about ?? event.user_id ?? 0;
    const isOurs = room !== undefined;
    if (isOurs && !noted.has(action)) return;
    const text = isOurs ? action : `${action} ${JSON.stringify((event.data as { room_data?: unknown }).room_data ?? {})}`;
    this.#set([...this.lines.peek(), { key: `seq-${event.seq}`, kind: isOurs ? 'note' : 'loud', userId, name: this.names.get(userId) ?? '', text, seq: event.seq ?? 0 }]);
  }

  // Lines that wait for their place stay last.
  #set(lines: Line[]): void {
    const [placed, waiting] = [lines.filter((line) => line.seq !== undefined || line.failed), lines.filter((line) => line.seq === undefined && !line.failed)];
    this.lines.value = [...placed, ...waiting].slice(-MAX_LINES);
  }
}
