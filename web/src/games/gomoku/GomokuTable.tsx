import type { RoomInfo } from '@baize/client';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/index.js';
import { pointName, type Point } from '../../logic/board.js';
import type { Table } from '../../net/table.js';
import { Stone } from '../../ui/art.js';
import { playerName } from '../../ui/words.js';
import { Countdown } from '../Countdown.js';
import { useTurnTitle } from '../turn.js';
import { Board } from './Board.js';

export interface GomokuView {
  board: number[][];
  turn: number;
  turn_user_id: number;
  moves: number;
  last: Point | null;
  line: Point[];
  deadline_at: number | null;
}

export function GomokuTable({ table, info }: { table: Table; info: RoomInfo }) {
  const w = t.value;
  const view = table.state.value as GomokuView;
  const [placed, setPlaced] = useState<{ point: Point; moves: number }>();
  const isOver = info.status === 'ended';
  const isMyTurn = !isOver && table.seat !== undefined && view.turn === table.seat;
  useTurnTitle(isMyTurn, info.name);
  useEffect(() => {
    if (placed && view.moves > placed.moves) setPlaced(undefined);
  }, [view.moves]);
  const place = async (point: Point): Promise<void> => {
    setPlaced({ point, moves: view.moves });
    if (!(await table.ask((room) => room.action('place', { ...point })))) setPlaced(undefined);
  };
  const lastBy = view.last && view.board[view.last.y]?.[view.last.x] === 1 ? w.black : w.white;
  return (
    <div class="gomoku-table">
      <div class="plates">
        {info.players.map((player) => (
          <div key={player.seat} class={`plate ${!isOver && view.turn === player.seat ? 'turn' : ''}`}>
            <Stone colour={player.seat === 0 ? 1 : 2} />
            <span class="who"><b>{playerName(player)}</b><small>{player.seat === 0 ? w.black : w.white}{player.user_id === table.me && ` · ${w.you}`}{!player.connected && ` · ${w.away}`}</small></span>
            {!isOver && view.turn === player.seat && view.deadline_at !== null && <Countdown table={table} deadlineAt={view.deadline_at} />}
          </div>
        ))}
      </div>
      <p class="turn-word" role="status">{isOver ? w.over : isMyTurn ? w.yourTurn : w.turnOf(table.nameOf(view.turn_user_id) ?? w.someone)}<small>{view.last ? ` · ${w.lastMove(lastBy, pointName(view.last, view.board.length))}` : ''}</small></p>
      <Board view={view} canPlay={isMyTurn && !placed} colour={table.seat === 1 ? 2 : 1} pending={placed?.point} onPlace={(point) => void place(point)} />
    </div>
  );
}
