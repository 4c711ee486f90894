// The lobby's list.

export interface ListedRoom {
  room_id: string;
  game: string;
  name: string;
  status: 'waiting' | 'playing' | 'ended';
  max_players: number;
  players: { user_id: number; name: string }[];
  created_at: number;
}

export interface RoomFilter {
  text: string;
  /** A game's name; empty: all. */
  game: string;
  status: 'all' | 'open' | 'playing';
}

/** What the API is asked for: what of the filter it knows. */
export function roomQuery(filter: RoomFilter, cursor?: string): string {
  const query = new URLSearchParams({ limit: '200' });
  if (filter.game) query.set('game', filter.game);
  if (filter.status !== 'all') query.set('status', filter.status === 'open' ? 'waiting' : 'playing');
  if (filter.text.trim()) query.set('search', filter.text.trim().slice(0, MAX_SEARCH));
  if (cursor) query.set('cursor', cursor);
  return query.toString();
}

const MAX_SEARCH = 100; // characters, the API's

const rank = { waiting: 0, playing: 1, ended: 2 } as const;

/** Whether someone may still sit down. */
export function isOpen(room: ListedRoom): boolean {
  return room.status === 'waiting' && (room.max_players === 0 || room.players.length < room.max_players);
}

/** What the filter leaves: one's own tables first, then open ones, then those that can be watched; newest first. */
export function listRooms<T extends ListedRoom>(rooms: readonly T[], filter: RoomFilter, me: number): T[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const order = (room: T): number => (isMine(room, me) ? -1 : isOpen(room) ? 0 : 1 + rank[room.status]);
  return rooms
    .filter((room) => room.status !== 'ended' || isMine(room, me))
    .filter((room) => !filter.game || room.game === filter.game)
    .filter((room) => filter.status === 'all' || (filter.status === 'open' ? isOpen(room) : room.status === 'playing'))
    .filter((room) => words.every((word) => textOf(room).includes(word)))
    .sort((a, b) => order(a) - order(b) || b.created_at - a.created_at || (a.room_id < b.room_id ? -1 : 1));
}

export function isMine(room: ListedRoom, me: number): boolean {
  return room.players.some((player) => player.user_id === me);
}

function textOf(room: ListedRoom): string {
  return [room.name, room.room_id, ...room.players.map((player) => player.name)].join(' ').toLowerCase();
}
