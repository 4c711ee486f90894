// Cards of Run Fast: rank and the letter of the suit, as 3S, 10H, JD.

export type Suit = 'S' | 'H' | 'C' | 'D';

export interface Card {
  code: string;
  /** 3 to 10, 11 J, 12 Q, 13 K, 14 A, 15 for the 2: the order of strength. */
  rank: number;
  suit: Suit;
  /** The rank as it is printed. */
  face: string;
}

const faces = ['3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K', 'A', '2'];
const suits = 'SHCD';

export const ACE = 14;

export function parseCard(code: string): Card {
  const face = code.slice(0, -1);
  const suit = code.slice(-1);
  const index = faces.indexOf(face);
  if (index < 0 || !suits.includes(suit) || suit === '') throw new RangeError(`'${code}' is no card: a rank of 3 to 10, J, Q, K, A, 2 and a suit of S, H, C, D.`);
  return { code, rank: index + 3, suit: suit as Suit, face };
}

/** Highest first, as a hand is held. */
export function byStrength(a: Card, b: Card): number {
  return b.rank - a.rank || suits.indexOf(a.suit) - suits.indexOf(b.suit);
}

export const isRed = (card: Card): boolean => card.suit === 'H' || card.suit === 'D';
