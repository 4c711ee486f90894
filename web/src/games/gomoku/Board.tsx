import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/index.js';
import { columnName, moveCursor, pointAt, pointName, starPoints, type Point } from '../../logic/board.js';
import type { GomokuView } from './GomokuTable.js';

const CELL = 40;
const MARGIN = 38;
const TOUCH_PX = 32; // a finger needs about this much: below it a tap shows the stone first, a second one places it

interface Props {
  view: GomokuView;
  canPlay: boolean;
  colour: 1 | 2;
  pending: Point | undefined;
  onPlace: (point: Point) => void;
}

const same = (a: Point | null | undefined, b: Point | null | undefined): boolean => !!a && !!b && a.x === b.x && a.y === b.y;

/** The board: played by mouse, by touch, and by arrow keys and Enter. */
export function Board({ view, canPlay, colour, pending, onPlace }: Props) {
  const w = t.value;
  const size = view.board.length;
  const side = MARGIN * 2 + CELL * (size - 1);
  const svg = useRef<SVGSVGElement>(null);
  const middle = Math.floor(size / 2);
  const [hover, setHover] = useState<Point>();
  const [cursor, setCursor] = useState<Point>();
  const [said, setSaid] = useState('');
  const at = (point: Point): { cx: number; cy: number } => ({ cx: MARGIN + point.x * CELL, cy: MARGIN + point.y * CELL });
  const isFree = (point: Point | undefined): point is Point => !!point && view.board[point.y]![point.x] === 0;

  const pointOf = (event: PointerEvent): { point: Point | undefined; cellPx: number } => {
    const box = svg.current!.getBoundingClientRect();
    const scale = side / box.width;
    return { point: pointAt((event.clientX - box.left) * scale, (event.clientY - box.top) * scale, CELL, MARGIN, size), cellPx: CELL / scale };
  };
  const play = (point: Point | undefined): void => {
    if (!canPlay || !isFree(point)) return;
    setHover(undefined);
    onPlace(point);
  };
  const onPointerUp = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const { point, cellPx } = pointOf(event);
    if (event.pointerType === 'touch' && cellPx < TOUCH_PX && !same(point, hover)) {
      setHover(canPlay && isFree(point) ? point : undefined);
      return;
    }
    setCursor(undefined);
    play(point);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === 'Enter' || event.key === ' ') && cursor) {
      event.preventDefault();
      return play(cursor);
    }
    const from = cursor ?? view.last ?? { x: middle, y: middle };
    const next = cursor ? moveCursor(from, event.key, size) : moveCursor(from, event.key, size) && from;
    if (!next) return;
    event.preventDefault();
    setCursor(next);
    const stone = view.board[next.y]![next.x];
    setSaid(`${pointName(next, size)}, ${stone === 1 ? w.black : stone === 2 ? w.white : w.empty}`);
  };
  const ghost = pending ?? (canPlay && isFree(hover) ? hover : undefined);
  const ends = view.line.length > 0 ? [view.line[0]!, view.line[view.line.length - 1]!] : [];
  return (
    <div class="board-frame">
      <div class={`board ${canPlay ? 'mine' : ''}`} role="application" tabIndex={0} aria-label={w.board(size)} aria-describedby="board-help" onKeyDown={onKeyDown} onBlur={() => setCursor(undefined)} onFocus={(event) => event.currentTarget.matches(':focus-visible') && setCursor(view.last ?? { x: middle, y: middle })}>
        <svg ref={svg} viewBox={`0 0 ${side} ${side}`} data-size={size} data-moves={view.moves} aria-hidden="true" onPointerMove={(event) => event.pointerType !== 'touch' && setHover(pointOf(event).point)} onPointerLeave={(event) => event.pointerType !== 'touch' && setHover(undefined)} onPointerUp={onPointerUp}>
          <defs>
            <linearGradient id="wood" x1="0" y1="0" x2="1" y2=".25"><stop offset="0" stop-color="#e3b76d" /><stop offset=".5" stop-color="#d9a95c" /><stop offset="1" stop-color="#cf9a4b" /></linearGradient>
            <radialGradient id="black" cx=".35" cy=".3" r=".8"><stop offset="0" stop-color="#5c584e" /><stop offset=".45" stop-color="#24211b" /><stop offset="1" stop-color="#0d0c09" /></radialGradient>
            <radialGradient id="white" cx=".35" cy=".3" r=".9"><stop offset="0" stop-color="#fff" /><stop offset=".6" stop-color="#f0eadb" /><stop offset="1" stop-color="#c9bfa8" /></radialGradient>
          </defs>
          <rect width={side} height={side} rx="8" fill="url(#wood)" />
          <g class="grain">{[0.14, 0.31, 0.52, 0.68, 0.87].map((y, i) => <path key={y} d={`M0 ${side * y}C${side * 0.3} ${side * (y - 0.02 + i * 0.006)} ${side * 0.6} ${side * (y + 0.025)} ${side} ${side * (y - 0.01)}`} />)}</g>
          <g class="lines">{Array.from({ length: size }, (_, i) => <path key={i} d={`M${MARGIN} ${MARGIN + i * CELL}H${side - MARGIN}M${MARGIN + i * CELL} ${MARGIN}V${side - MARGIN}`} />)}</g>
          {starPoints(size).map((star) => <circle key={`${star.x} ${star.y}`} class="star" {...at(star)} r="4" />)}
          <g class="names">{Array.from({ length: size }, (_, i) => [<text key={`c${i}`} x={MARGIN + i * CELL} y={side - 8}>{columnName(i)}</text>, <text key={`r${i}`} x="15" y={MARGIN + i * CELL + 5}>{size - i}</text>])}</g>
          {view.board.map((row, y) => row.map((stone, x) => stone !== 0 && (
            <g key={`${x} ${y}`} class={same(view.last, { x, y }) ? 'fresh' : ''}><circle class="shadow" cx={MARGIN + x * CELL + 1.5} cy={MARGIN + y * CELL + 2.5} r="17.500" /><circle {...at({ x, y })} r="17.500" fill={stone === 1 ? 'url(#black)' : 'url(#white)'} /></g>
          )))}
          {view.last && <circle class={`last ${view.board[view.last.y]![view.last.x] === 1 ? 'on-black' : 'on-white'}`} {...at(view.last)} r="6" />}
          {ends.length === 2 && <path class="win" d={`M${at(ends[0]!).cx} ${at(ends[0]!).cy}L${at(ends[1]!).cx} ${at(ends[1]!).cy}`} />}
          {ghost && <circle class={pending ? 'ghost pending' : 'ghost'} {...at(ghost)} r="17.500" fill={colour === 1 ? 'url(#black)' : 'url(#white)'} />}
          {cursor && <rect class="cursor" x={MARGIN + cursor.x * CELL - 20} y={MARGIN + cursor.y * CELL - 20} width="40" height="40" rx="6" />}
        </svg>
      </div>
      <p id="board-help" class="unseen">{w.boardHelp}</p>
      <p class="unseen" role="status" aria-live="polite">{said}</p>
      <p class="tap-again" aria-live="polite">{hover && canPlay && !cursor && matchMedia('(pointer: coarse)').matches ? w.tapAgain : ''}</p>
    </div>
  );
}
