import type { PlayerInfo, RoomInfo } from '@baize/client';
import { t } from '../i18n/index.js';
import { addBot } from '../net/lobby.js';
import type { Table } from '../net/table.js';
import { goTo } from '../nav.js';
import { artOf } from './art.js';
import { playerName } from './words.js';

/** Before the game: who sits where, who is ready, and what the host may do. */
export function Waiting({ table, info }: { table: Table; info: RoomInfo }) {
  const w = t.value;
  const me = info.players.find((player) => player.user_id === table.me);
  const isHost = info.host_id === table.me;
  const isFull = info.players.length >= info.max_players;
  const seats = Array.from({ length: info.max_players }, (_, seat) => info.players.find((player) => player.seat === seat));
  const others = info.players.filter((player) => player.user_id !== table.me);
  const canStart = isHost && !isFull && others.length > 0 && others.every((player) => player.ready);
  return (
    <div class="panel waiting-room">
      <div class="art-frame">{artOf(info.game)}</div>
      <p class="big" role="status">{isFull ? w.waitingReady : w.waitingFor}</p>
      <ul class="seats">
        {seats.map((player, seat) => (
          <li key={seat} class={player ? (player.ready ? 'taken ready' : 'taken') : 'free'}>
            {player ? <Seated player={player} table={table} isHost={player.user_id === info.host_id} canKick={isHost && player.user_id !== table.me} /> : (
              <><span class="hush">{w.free}</span>{isHost && <button class="quiet small" onClick={() => void table.ask(() => addBot(table.id))}>{w.addBot}</button>}</>
            )}
          </li>
        ))}
      </ul>
      <div class="row">
        {me ? <button class={me.ready ? 'quiet' : ''} onClick={() => void table.ask((room) => (me.ready ? room.cancelReady() : room.ready()))}>{me.ready ? w.beNotReady : w.beReady}</button>
          : !isFull ? <button onClick={() => goTo({ room: table.id })}>{w.sitDown}</button> : null}
        {canStart && <button onClick={() => void table.ask((room) => room.start())}>{w.start}</button>}
      </div>
      <p class="hush">{w.hostHint}</p>
    </div>
  );
}

function Seated({ player, table, isHost, canKick }: { player: PlayerInfo; table: Table; isHost: boolean; canKick: boolean }) {
  const w = t.value;
  return (
    <>
      <span class="who"><b>{playerName(player)}</b>{player.user_id === table.me && <small>{w.you}</small>}{isHost && <small>{w.host}</small>}{player.user_id < 0 && <small>{w.bot}</small>}{!player.connected && <small class="away">{w.away}</small>}</span>
      <span class={`pill ${player.ready ? 'waiting' : ''}`}>{player.ready ? w.ready : w.notReady}</span>
      {canKick && <button class="quiet small icon" aria-label={w.kick(playerName(player))} title={w.kick(playerName(player))} onClick={() => void table.ask((room) => room.kick(player.user_id))}>×</button>}
    </>
  );
}
