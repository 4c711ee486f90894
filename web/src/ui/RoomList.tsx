import type { RoomInfo } from '@baize/client';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { isMine, isOpen, listRooms, type RoomFilter } from '../logic/rooms.js';
import { filter, hasOlder, isStale, loadOlder, rooms } from '../net/lobby.js';
import { player } from '../net/player.js';
import { goTo } from '../nav.js';
import { artOf } from './art.js';
import { gameName, playerName } from './words.js';

const STEP = 60; // rows shown at first, and more with each press of the button

export function RoomList() {
  const w = t.value;
  const [shown, setShown] = useState(STEP);
  const [isLoading, setLoading] = useState(false);
  const { text, game, status } = filter.value;
  const setFilter = (change: Partial<RoomFilter>): void => {
    filter.value = { ...filter.value, ...change };
    setShown(STEP);
  };
  const all = rooms.value;
  const me = player.value?.userId ?? 0;
  const listed = listRooms(all ?? [], filter.value, me);
  const showMore = (): void => {
    setShown(shown + STEP);
    if (shown + STEP <= listed.length || !hasOlder.value) return;
    setLoading(true);
    loadOlder().catch(() => { isStale.value = true; }).finally(() => setLoading(false));
  };
  const games = [...new Set(['gomoku', 'run-fast', 'relay', ...(all ?? []).map((room) => room.game)])];
  return (
    <section class="tables" aria-labelledby="tables-title">
      <div class="toolbar">
        <h2 id="tables-title">{w.tables} <span class="count">{listed.length}{hasOlder.value && '+'}</span></h2>
        <input type="search" aria-label={w.search} placeholder={w.search} value={text} onInput={(event) => setFilter({ text: event.currentTarget.value })} />
        <select aria-label={w.filterGame} value={game} onChange={(event) => setFilter({ game: event.currentTarget.value })}>
          <option value="">{w.allGames}</option>
          {games.map((name) => <option key={name} value={name}>{gameName(name)}</option>)}
        </select>
        <select aria-label={w.filterStatus} value={status} onChange={(event) => setFilter({ status: event.currentTarget.value as RoomFilter['status'] })}>
          <option value="all">{w.statusAll}</option><option value="open">{w.statusOpen}</option><option value="playing">{w.statusPlaying}</option>
        </select>
      </div>
      {isStale.value && <p class="fault" role="status">{w.listStale}</p>}
      <ul class="rooms" aria-busy={all === undefined}>
        {listed.slice(0, shown).map((room) => <Row key={room.room_id} room={room} me={me} />)}
      </ul>
      {listed.length === 0 && <p class="empty">{all === undefined ? w.loading : text || game || status !== 'all' ? w.noMatches : w.noTables}</p>}
      {(listed.length > shown || hasOlder.value) && <button class="quiet more" aria-busy={isLoading} disabled={isLoading} onClick={showMore}>{w.olderTables}</button>}
    </section>
  );
}

function Row({ room, me }: { room: RoomInfo; me: number }) {
  const w = t.value;
  const [mine, open] = [isMine(room, me), isOpen(room) || room.game === 'relay'];
  const names = room.players.map(playerName).join(', ');
  return (
    <li data-room={room.room_id}>
      <span class="thumb">{artOf(room.game)}</span>
      <span class="what"><b>{room.name || room.room_id}</b><small>{gameName(room.game)}{names && ` · ${names}`}</small></span>
      <span class="how"><span class={`pill ${room.status}`}>{room.game === 'relay' ? w.people(room.players.length) : w.status[room.status]}</span>{room.max_players > 0 && <small>{w.seats(room.players.length, room.max_players)}</small>}</span>
      <button class={mine || open ? 'small' : 'small quiet'} aria-label={`${mine ? w.back : open ? w.join : w.watch}: ${room.name}`} onClick={() => goTo(mine || open ? { room: room.room_id } : { room: room.room_id, watch: true })}>
        {mine ? w.back : open ? w.join : w.watch}
      </button>
    </li>
  );
}
