import type { RoomInfo } from '@baize/client';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { newKey } from '../net/api.js';
import { createRoom } from '../net/lobby.js';
import type { Table } from '../net/table.js';
import { goTo } from '../nav.js';
import { fillWithBots } from '../ui/bots.js';

/** How the game ended, and the way to the next one. */
export function Outcome({ table, info, winner, children }: { table: Table; info: RoomInfo; winner: number | undefined; children?: ComponentChildren }) {
  const w = t.value;
  const [busy, setBusy] = useState(false);
  const result = table.result.value;
  const winners = result?.winners ?? (winner === undefined ? [] : [winner]);
  const isMine = winners.includes(table.me);
  const headline = winners.length === 0 ? (result?.reason === 'board_full' ? w.draw : w.over)
    : isMine ? w.won : table.seat !== undefined && info.players.length === 2 ? w.lostGame : w.wonBy(table.nameOf(winners[0]) ?? w.someone);
  const offered = table.again.value;
  const again = async (): Promise<void> => {
    if (offered) return goTo({ room: offered.room });
    setBusy(true);
    await table.ask(async (room) => {
      const next = await createRoom({ game: info.game, name: info.name, options: table.options.peek() ?? {} }, newKey());
      const isAlone = info.players.every((player) => player.user_id < 0 || player.user_id === table.me);
      if (isAlone) fillWithBots(next.room_id);
      else await room.send({ again: next.room_id }).catch(() => undefined); // the table is gone already: the link is left
      goTo({ room: next.room_id });
    });
    setBusy(false);
  };
  return (
    <div class={`outcome panel ${isMine ? 'won' : ''}`} role="status">
      <h2 id="outcome">{headline}</h2>
      {result && <p>{w.reason(result.reason)}</p>}
      {children}
      <div class="row">
        {table.seat !== undefined && <button disabled={busy} onClick={() => void again()}>{w.again}</button>}
        <button class="quiet" onClick={() => goTo({})}>{w.toLobby}</button>
      </div>
    </div>
  );
}
