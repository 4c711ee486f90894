import type { Suit } from '../logic/cards.js';

// Drawn, not typed: suits and stones are in no font of some systems, and in an emoji font of others.

export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#1d5b44" /><circle cx="13" cy="18" r="7.5" fill="#17150f" /><circle cx="20" cy="13" r="7.5" fill="#f6f1e4" /></svg>
);

const paths: Record<Suit, string> = {
  S: 'M12 2C9 7 3 10 3 15a4.6 4.6 0 0 0 7.6 3.5C10.5 20 9.7 21.400 8 22h8c-1.700-.6-2.500-2-2.600-3.500A4.600 4.600 0 0 0 21 15c0-5-6-8-9-13Z',
  H: 'M12 21.500C7 17 2.500 13.500 2.500 8.700A5 5 0 0 1 12 6.200a5 5 0 0 1 9.500 2.500c0 4.800-4.500 8.300-9.500 12.800Z',
  C: 'M12 2a4.600 4.600 0 0 0-3.800 7.200A4.700 4.700 0 1 0 10.700 17C10.600 19.500 9.700 21.300 8 22h8c-1.700-.7-2.600-2.500-2.700-5a4.700 4.700 0 1 0 2.500-7.800A4.600 4.600 0 0 0 12 2Z',
  D: 'M12 1.500 20 12l-8 10.500L4 12Z',
};

export const SuitMark = ({ suit }: { suit: Suit }) => <svg class="suit" viewBox="0 0 24 24" aria-hidden="true"><path d={paths[suit]} /></svg>;

export const Stone = ({ colour }: { colour: 1 | 2 }) => <i class={`stone ${colour === 1 ? 'black' : 'white'}`} aria-hidden="true" />;

/** A corner of a board with a game on it. */
export function GomokuArt() {
  const stones: [number, number, 1 | 2][] = [[2, 3, 1], [3, 2, 2], [3, 3, 1], [4, 3, 1], [4, 2, 2], [5, 3, 1], [2, 2, 2], [5, 4, 2], [6, 3, 1], [4, 4, 2]];
  return (
    <svg class="art" viewBox="0 0 200 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="200" height="120" fill="#d9a95c" />
      <g stroke="#7a5522" stroke-width="1">{Array.from({ length: 12 }, (_, i) => <path key={i} d={`M0 ${i * 18 + 6}H200M${i * 18 + 2} 0V120`} />)}</g>
      {stones.map(([x, y, c]) => <circle key={`${x} ${y}`} cx={x * 18 + 20} cy={y * 18 + 6} r="8" fill={c === 1 ? '#1b1914' : '#f7f3e8'} stroke={c === 1 ? '#000' : '#b9ad95'} stroke-width=".6" />)}
    </svg>
  );
}

/** A fan of cards on the cloth. */
export function CardsArt() {
  const cards: [string, Suit, number][] = [['10', 'C', -24], ['J', 'H', -12], ['Q', 'S', 0], ['K', 'D', 12], ['A', 'H', 24]];
  return (
    <svg class="art" viewBox="0 0 200 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="200" height="120" fill="#1d5b44" />
      {cards.map(([face, suit, angle]) => (
        <g key={face} transform={`rotate(${angle} 100 190)`} fill={suit === 'H' || suit === 'D' ? '#a8322a' : '#22201b'}>
          <rect x="76" y="28" width="48" height="70" rx="5" fill="#fdfaf2" stroke="#c9bfa9" stroke-width=".6" />
          <text x="81" y="45" font-size="15" font-family="Georgia, serif" font-weight="700">{face}</text>
          <g transform="translate(81 49) scale(.55)"><path d={paths[suit]} /></g>
        </g>
      ))}
    </svg>
  );
}

export function TalkArt() {
  return (
    <svg class="art" viewBox="0 0 200 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="200" height="120" fill="#8a6a3c" />
      <rect x="40" y="35" width="78" height="24" rx="11" fill="#f6f1e4" /><path d="M58 57v10l12-10Z" fill="#f6f1e4" />
      <rect x="88" y="64" width="72" height="22" rx="11" fill="#1d5b44" />
    </svg>
  );
}

export const artOf = (game: string) => (game === 'gomoku' ? <GomokuArt /> : game === 'run-fast' ? <CardsArt /> : <TalkArt />);
