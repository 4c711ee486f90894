import type { PlayerInfo, RoomInfo } from '@baize/client';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/index.js';
import { byStrength, parseCard } from '../../logic/cards.js';
import { beats, readCombo, type Combo } from '../../logic/combos.js';
import { keep, type Selection } from '../../logic/hand.js';
import type { Table } from '../../net/table.js';
import { Countdown } from '../Countdown.js';
import { useTurnTitle } from '../turn.js';
import { CardFace } from './CardFace.js';
import { Hand } from './Hand.js';

export interface SeatView {
  seat: number;
  user_id: number;
  cards_left: number;
  shown: string[] | null;
  hand: string[] | null;
}

export interface RunFastView {
  turn: number;
  turn_user_id: number;
  deadline_at: number | null;
  table: { seat: number; cards: string[]; combo: Combo } | null;
  players: SeatView[];
  played: string[];
  hand: string[] | null;
  hint: string[] | null;
  can_pass: boolean;
}

const sorted = (codes: readonly string[]): string[] => codes.map(parseCard).sort(byStrength).map((card) => card.code);

export function RunFastTable({ table, info }: { table: Table; info: RoomInfo }) {
  const w = t.value;
  const view = table.state.value as RunFastView;
  const hand = sorted(view.hand ?? []);
  const [selection, setSelection] = useState<Selection>(new Set());
  const [busy, setBusy] = useState(false);
  const isOver = info.status === 'ended';
  const seat = table.seat;
  const isMyTurn = !isOver && seat !== undefined && view.turn === seat;
  useTurnTitle(isMyTurn, info.name);
  useEffect(() => setSelection((now) => keep(now, hand)), [view.hand]);

  const chosen = hand.filter((code) => selection.has(code));
  const combo = readCombo(chosen, chosen.length === hand.length);
  const canPlay = isMyTurn && !busy && combo !== undefined && (!view.table || beats(combo, view.table.combo));
  const act = async (name: string, data: Record<string, unknown>): Promise<void> => {
    setBusy(true);
    if (await table.ask((room) => room.action(name, data))) setSelection(new Set());
    setBusy(false);
  };
  const play = (): void => void (canPlay && act('play_cards', { cards: chosen }));
  const pass = (): void => void (isMyTurn && view.can_pass && !busy && act('pass', {}));
  const hint = (): void => void (isMyTurn && view.hint && setSelection(new Set(view.hint)));
  const onKey = (key: string): boolean => {
    const action = { Enter: play, p: pass, P: pass, h: hint, H: hint, Escape: () => setSelection(new Set()) }[key];
    action?.();
    return action !== undefined;
  };
  const others = view.players.filter((each) => each.seat !== (seat ?? 0)).sort((a, b) => order(a.seat, seat ?? 0) - order(b.seat, seat ?? 0));
  const own = view.players.find((each) => each.seat === (seat ?? 0))!;
  const advice = !isMyTurn ? '' : chosen.length > 0 ? (canPlay ? w.combo(combo!.kind, combo!.length) : combo ? w.doesNotBeat : w.noCombo)
    : view.hint?.length === 0 && view.can_pass ? w.mustPass : view.table ? w.follow(w.combo(view.table.combo.kind, view.table.combo.length)) : w.lead;
  return (
    <div class="runfast" data-turn={isMyTurn ? 'mine' : ''}>
      <div class="felt">
        {others.reverse().map((each) => <Seat key={each.seat} at={each} view={view} info={info} table={table} isOver={isOver} />)}
        <div class="centre" aria-label={w.table} role="group">
          {view.table ? <Cards codes={view.table.cards} /> : !isOver && <p>{isMyTurn ? w.lead : w.leads(table.nameOf(view.turn_user_id) ?? w.someone)}</p>}
          {view.table && <p>{w.played(table.nameOf(view.players[view.table.seat]?.user_id) ?? '', w.combo(view.table.combo.kind, view.table.combo.length))}</p>}
        </div>
        <Seat at={own} view={view} info={info} table={table} isOver={isOver} isOwn />
      </div>
      {isOver ? null : view.hand ? (
        <div class="own">
          <p class="turn-word" role="status">{isMyTurn ? w.yourTurn : w.turnOf(table.nameOf(view.turn_user_id) ?? w.someone)}<small>{advice && ` · ${advice}`}</small></p>
          <Hand cards={hand} selection={selection} set={setSelection} onKey={onKey} />
          <div class="row acts">
            <button class="quiet" disabled={!isMyTurn || !view.can_pass || busy} onClick={pass}>{w.pass}</button>
            <button class="quiet" disabled={!isMyTurn || !view.hint?.length} onClick={hint}>{w.hint}</button>
            <button class="main" disabled={!canPlay} onClick={play}>{w.play}</button>
          </div>
        </div>
      ) : <p class="hush watching">{w.watching}</p>}
    </div>
  );
}

// Round the table from oneself on.
const order = (seat: number, own: number): number => (seat - own + 3) % 3;

function Cards({ codes }: { codes: readonly string[] }) {
  return <span class="cards">{sorted(codes).map((code) => <CardFace key={code} code={code} />)}</span>;
}

interface SeatProps {
  at: SeatView;
  view: RunFastView;
  info: RoomInfo;
  table: Table;
  isOver: boolean;
  isOwn?: boolean;
}

function Seat({ at, view, info, table, isOver, isOwn }: SeatProps) {
  const w = t.value;
  const player = info.players.find((each: PlayerInfo) => each.user_id === at.user_id);
  const isTurn = !isOver && view.turn === at.seat;
  const isLast = view.table?.seat === at.seat;
  return (
    <div class={`seat ${isTurn ? 'turn' : ''} ${isOwn ? 'own-seat' : ''}`} data-seat={at.seat}>
      <div class="plate">
        <span class="count" role="img" aria-label={w.cards(at.cards_left)}>{at.cards_left}</span>
        <span class="who"><b>{table.nameOf(at.user_id) ?? w.someone}</b><small>{at.user_id < 0 ? w.bot : at.user_id === table.me ? w.you : ''}{player?.connected === false && ` ${w.away}`}</small></span>
        {isTurn && view.deadline_at !== null && <Countdown table={table} deadlineAt={view.deadline_at} />}
      </div>
      <div class="shown">{isOver && at.hand ? <Cards codes={at.hand} /> : at.shown === null || isLast ? null : at.shown.length === 0 ? <span class="passed">{w.passed}</span> : <Cards codes={at.shown} />}</div>
    </div>
  );
}
