import { ACE, parseCard } from './cards.js';

// What cards amount to, as games/Baize.Games.RunFast/Combo.cs reads them. The server decides; this says beforehand what it will.

export type ComboKind = 'solo' | 'pair' | 'straight' | 'pairs' | 'triples' | 'bomb';

export interface Combo {
  kind: ComboKind;
  /** Ranks in a row: 1 where there is no row. */
  length: number;
  /** The lowest rank of the row; kickers do not count. */
  rank: number;
}

/**
 * Reads a play.
 * @param isLast Whether these are all the cards that their player holds: then triples may go with fewer kickers.
 */
export function readCombo(codes: readonly string[], isLast: boolean): Combo | undefined {
  const counts = new Array<number>(16).fill(0);
  for (const code of codes) counts[parseCard(code).rank]!++;
  const distinct = counts.filter((count) => count > 0).length;
  const lowest = counts.findIndex((count) => count > 0);
  const size = codes.length;
  if (size === 0) return undefined;
  if (distinct === 1 && size === 1) return { kind: 'solo', length: 1, rank: lowest };
  if (distinct === 1 && size === 2) return { kind: 'pair', length: 1, rank: lowest };
  if (distinct === 1 && size === 4) return { kind: 'bomb', length: 1, rank: lowest };
  if (distinct >= 5 && distinct === size && isRow(counts, lowest, distinct, 1)) return { kind: 'straight', length: distinct, rank: lowest };
  if (distinct >= 2 && distinct * 2 === size && isRow(counts, lowest, distinct, 2)) return { kind: 'pairs', length: distinct, rank: lowest };
  return readTriples(size, counts, isLast);
}

export function beats(combo: Combo, other: Combo): boolean {
  return combo.kind === other.kind ? combo.length === other.length && combo.rank > other.rank : combo.kind === 'bomb';
}

function readTriples(size: number, counts: number[], isLast: boolean): Combo | undefined {
  for (let length = Math.floor(size / 3); length >= 1 && size <= length * 5; length--) {
    if (size !== length * 5 && !isLast) continue;
    for (let rank = ACE - length + 1; rank >= 3; rank--) {
      if (isRow(counts, rank, length, 3)) return { kind: 'triples', length, rank };
    }
  }
  return undefined;
}

function isRow(counts: number[], lowest: number, length: number, each: number): boolean {
  if (lowest + length - 1 > ACE) return false; // the 2 is in no row
  for (let rank = lowest; rank < lowest + length; rank++) if (counts[rank]! < each) return false;
  return true;
}
