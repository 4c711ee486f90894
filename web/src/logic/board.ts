// The Gomoku board as it is seen and moved over.

export interface Point {
  x: number;
  y: number;
}

// As on every printed board: no I, which reads as 1.
const columns = 'ABCDEFGHJKLMNOPQRST';

/** H8: the column's letter from the left, the row's number from below. */
export function pointName(point: Point, size: number): string {
  return `${columns[point.x]}${size - point.y}`;
}

export const columnName = (x: number): string => columns[x]!;

/** The dots by which the eye finds its way. */
export function starPoints(size: number): Point[] {
  const edge = size >= 13 ? 3 : 2;
  const middle = (size - 1) / 2;
  const lines = [edge, size - 1 - edge];
  const stars = lines.flatMap((x) => lines.map((y) => ({ x, y })));
  if (Number.isInteger(middle)) stars.push({ x: middle, y: middle });
  return stars;
}

const steps: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Where a key moves the cursor to; undefined: it is not a key that moves. Stops at the edge. */
export function moveCursor(point: Point, key: string, size: number): Point | undefined {
  if (key === 'Home') return { x: 0, y: point.y };
  if (key === 'End') return { x: size - 1, y: point.y };
  const step = steps[key];
  if (!step) return undefined;
  const within = (value: number): number => Math.min(size - 1, Math.max(0, value));
  return { x: within(point.x + step.x), y: within(point.y + step.y) };
}

/** The point nearest to a place in the picture; undefined: none is near. */
export function pointAt(left: number, top: number, cell: number, margin: number, size: number): Point | undefined {
  const [x, y] = [Math.round((left - margin) / cell), Math.round((top - margin) / cell)];
  return x >= 0 && y >= 0 && x < size && y < size ? { x, y } : undefined;
}
