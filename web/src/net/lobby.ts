import type { RoomInfo } from '@baize/client';
import { computed, signal } from '@preact/signals';
import { roomQuery, type RoomFilter } from '../logic/rooms.js';
import { ApiError, call } from './api.js';
import { client } from './connection.js';
import { token } from './player.js';

export interface GameInfo {
  game: string;
  name: string;
  min_players: number;
  max_players: number;
}

interface RoomPage {
  rooms: RoomInfo[];
  next_cursor: string | null;
}

/** Which rooms are asked for. */
export const filter = signal<RoomFilter>({ text: '', game: '', status: 'all' });

const first = signal<RoomPage | undefined>(undefined);
const older = signal<RoomPage | undefined>(undefined); // what was asked for beyond the first page, as one

/** The rooms, newest first; undefined before the first answer. */
export const rooms = computed<RoomInfo[] | undefined>(() => {
  const ids = new Set(first.value?.rooms.map((room) => room.room_id));
  return first.value && [...first.value.rooms, ...(older.value?.rooms ?? []).filter((room) => !ids.has(room.room_id))];
});

/** Where older rooms begin that were not asked for; none: there are none. */
const next = computed<string | null>(() => (older.value ?? first.value)?.next_cursor ?? null);

/** Whether older rooms may be had by `loadOlder`. */
export const hasOlder = computed(() => next.value !== null);

export const isStale = signal(false);
export const games = signal<GameInfo[]>([]);

const EVERY_MS = 4_000; // seats taken and games ended are not announced to the lobby
const SOON_MS = 150; // many rooms made at once are one question
const LONGEST_MS = 30_000;

/** Keeps the list fresh while it is looked at: asked now and then, and at once when a room is made or closed. */
export function watchLobby(): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let offs: (() => void)[] = [];

  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!stop.signal.aborted) timer = setTimeout(() => void refresh(), ms);
  };
  const refresh = async (): Promise<void> => {
    if (document.hidden) return; // asked when it is seen again
    try {
      const asked = filter.value;
      const page = token() ? await call<RoomPage>('GET', `/rooms?${roomQuery(asked)}`, { token: token(), signal: stop.signal }) : undefined;
      if (page && asked === filter.value) first.value = page; // an answer to a question of before is thrown away: the next is asked soon
      if (games.peek().length === 0) games.value = (await call<{ games: GameInfo[] }>('GET', '/games', { signal: stop.signal })).games;
      failures = 0;
    } catch {
      failures++; // shown as a stale list
    }
    if (stop.signal.aborted) return;
    isStale.value = failures > 1;
    later(Math.min(LONGEST_MS, EVERY_MS * 2 ** failures) * (0.8 + 0.4 * Math.random()));
  };
  const soon = (): void => later(SOON_MS);
  const off = client.subscribe((present) => {
    for (const end of offs) end();
    offs = present ? [present.on('room_created', soon), present.on('room_deleted', soon)] : [];
    soon();
  });
  const offFilter = filter.subscribe(() => {
    older.value = undefined;
    soon();
  });
  document.addEventListener('visibilitychange', soon);
  void refresh();
  return () => {
    stop.abort();
    clearTimeout(timer);
    off();
    offFilter();
    for (const end of offs) end();
    document.removeEventListener('visibilitychange', soon);
  };
}

/** Asks for a page of older rooms. */
export async function loadOlder(): Promise<void> {
  const [asked, cursor] = [filter.value, next.value];
  if (cursor === null) return;
  const page = await call<RoomPage>('GET', `/rooms?${roomQuery(asked, cursor)}`, { token: token() });
  if (asked === filter.value && cursor === next.value) older.value = { ...page, rooms: [...(older.value?.rooms ?? []), ...page.rooms] };
}

export interface NewRoom {
  game: string;
  name: string;
  options: Record<string, unknown>;
}

const TRIES = 4;
const BETWEEN_MS = 500;

/** Makes a room. Asked again where the answer is that it may be there in a moment: under the same key it is made once. */
export async function createRoom(room: NewRoom, key: string): Promise<RoomInfo> {
  for (let tries = 1; ; tries++) {
    try {
      return await call<RoomInfo>('POST', '/rooms', { token: token(), body: room, key });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'unavailable' || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS * tries));
    }
  }
}

export async function addBot(room: string): Promise<void> {
  await call('POST', `/rooms/${room}/bots`, { token: token(), body: {} });
}

export function lookAt(room: string): Promise<RoomInfo> {
  return call<RoomInfo>('GET', `/rooms/${room}`, { token: token() });
}

export function killInstance(id: string): Promise<void> {
  return call('POST', `/dev/instances/${encodeURIComponent(id)}/kill`, { token: token() });
}
