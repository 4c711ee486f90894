import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { moveCursor, pointAt, pointName, starPoints } from '../build/logic/board.js';
import { byStrength, isRed, parseCard } from '../build/logic/cards.js';
import { beats, readCombo } from '../build/logic/combos.js';
import { keep, sweep, toggle } from '../build/logic/hand.js';

// The same file is read by Baize.Tests, so that the page and the rules read alike.
for (const { cards, last, combo } of JSON.parse(readFileSync(new URL('combos.json', import.meta.url), 'utf8'))) {
  test(`${cards.join(' ')}${last ? ', the last' : ''}: ${combo?.join(' ') ?? 'nothing'}`, () => {
    const read = readCombo(cards, last ?? false);
    assert.deepEqual(read && [read.kind, read.length, read.rank], combo ?? undefined);
  });
}

test('a play beats a lower one of its kind and length; a bomb beats all but a higher bomb', () => {
  const combo = (kind, length, rank) => ({ kind, length, rank });
  assert.equal(beats(combo('pair', 1, 5), combo('pair', 1, 4)), true);
  assert.equal(beats(combo('pair', 1, 4), combo('pair', 1, 4)), false);
  assert.equal(beats(combo('straight', 6, 5), combo('straight', 5, 4)), false);
  assert.equal(beats(combo('solo', 1, 15), combo('pair', 1, 4)), false);
  assert.equal(beats(combo('bomb', 1, 3), combo('straight', 5, 10)), true);
  assert.equal(beats(combo('bomb', 1, 3), combo('bomb', 1, 4)), false);
});

test('cards are read, ordered by strength and coloured', () => {
  assert.deepEqual(['3S', '10H', '2S', 'AC', 'JD'].map(parseCard).sort(byStrength).map((card) => card.code), ['2S', 'AC', 'JD', '10H', '3S']);
  assert.deepEqual(['3S', '10H', 'AC', 'JD'].map(parseCard).map(isRed), [false, true, false, true]);
  for (const wrong of ['', 'S', '1S', '11H', '3X', '3']) assert.throws(() => parseCard(wrong), RangeError);
});

test('cards are chosen one by one and by sweeping, and forgotten when they are gone', () => {
  const hand = ['a', 'b', 'c', 'd', 'e'];
  assert.deepEqual([...toggle(new Set(['a']), 'b')], ['a', 'b']);
  assert.deepEqual([...toggle(new Set(['a']), 'a')], []);
  assert.deepEqual([...sweep(new Set(['e']), hand, 'b', 'd')].sort(), ['b', 'c', 'd', 'e']);
  assert.deepEqual([...sweep(new Set(['b', 'c', 'e']), hand, 'c', 'a')], ['e']); // from a chosen one on: let go
  assert.deepEqual([...keep(new Set(['a', 'x', 'c']), hand)], ['a', 'c']);
  const same = new Set(['a']);
  assert.equal(keep(same, hand), same);
});

test('points have the names of printed boards', () => {
  assert.equal(pointName({ x: 0, y: 14 }, 15), 'A1');
  assert.equal(pointName({ x: 7, y: 7 }, 15), 'H8');
  assert.equal(pointName({ x: 8, y: 0 }, 15), 'J15'); // no I
});

test('the cursor moves by a point and stops at the edge', () => {
  assert.deepEqual(moveCursor({ x: 3, y: 3 }, 'ArrowUp', 15), { x: 3, y: 2 });
  assert.deepEqual(moveCursor({ x: 14, y: 3 }, 'ArrowRight', 15), { x: 14, y: 3 });
  assert.deepEqual(moveCursor({ x: 0, y: 0 }, 'ArrowLeft', 15), { x: 0, y: 0 });
  assert.deepEqual(moveCursor({ x: 4, y: 9 }, 'Home', 15), { x: 0, y: 9 });
  assert.deepEqual(moveCursor({ x: 4, y: 9 }, 'End', 9), { x: 8, y: 9 });
  assert.equal(moveCursor({ x: 4, y: 9 }, 'x', 15), undefined);
});

test('a place in the picture is the nearest point, if there is one', () => {
  assert.deepEqual(pointAt(38 + 40 * 3 + 18, 38 + 40 * 4 - 18, 40, 38, 15), { x: 3, y: 4 });
  assert.equal(pointAt(5, 300, 40, 38, 15), undefined);
  assert.equal(pointAt(38 + 40 * 15, 300, 40, 38, 15), undefined);
});

test('boards have five star points, or four where there is no middle', () => {
  assert.equal(starPoints(15).length, 5);
  assert.deepEqual(starPoints(9)[0], { x: 2, y: 2 });
  assert.equal(starPoints(10).length, 4);
});
