import type { RoomInfo } from '@baize/client';
import { signal } from '@preact/signals';
import { ApiError, call } from './api.js';
import { client } from './connection.js';
import { token } from './player.js';

export interface GameInfo {
  game: string;
  name: string;
  min_players: number;
  max_players: number;
}

/** The rooms; undefined before the first answer. */
export const rooms = signal<RoomInfo[] | undefined>(undefined);
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
      if (token()) rooms.value = (await call<{ rooms: RoomInfo[] }>('GET', '/rooms?limit=200', { token: token(), signal: stop.signal })).rooms;
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
  document.addEventListener('visibilitychange', soon);
  void refresh();
  return () => {
    stop.abort();
    clearTimeout(timer);
    off();
    for (const end of offs) end();
    document.removeEventListener('visibilitychange', soon);
  };
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
