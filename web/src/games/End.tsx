import type { RoomInfo } from '@baize/client';
import type { Table } from '../net/table.js';
import type { GomokuView } from './gomoku/GomokuTable.js';
import { Outcome } from './Outcome.js';
import type { RunFastView } from './runfast/RunFastTable.js';
import { Settlement } from './runfast/Settlement.js';

/** The end of a game. Who joins after it finds the winner in the state alone: the event with the result is past. */
export function End({ table, info }: { table: Table; info: RoomInfo }) {
  if (info.game === 'gomoku') {
    const view = table.state.value as GomokuView;
    return <Outcome table={table} info={info} winner={view.line.length > 0 ? info.players.find((player) => player.seat === view.turn)?.user_id : undefined} />;
  }
  if (info.game === 'run-fast') {
    const view = table.state.value as RunFastView;
    return <Outcome table={table} info={info} winner={view.players.find((each) => each.cards_left === 0)?.user_id}><Settlement table={table} view={view} /></Outcome>;
  }
  return <Outcome table={table} info={info} winner={undefined} />;
}
