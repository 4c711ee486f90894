import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AFTER_MS, HIDDEN_MS, Outage } from '../build/logic/outage.js';

test('an outage under 300 ms is never shown', () => {
  const outage = new Outage();
  outage.lost(1_000);
  assert.equal(outage.view(1_000).kind, 'none');
  assert.equal(outage.nextAt(1_000), 1_000 + HIDDEN_MS);
  outage.resumed(1_299);
  assert.equal(outage.view(1_299).kind, 'none');
  assert.equal(outage.nextAt(1_299), undefined);
});

test('a longer one is shown until it is over, and then how long it was, for a while', () => {
  const outage = new Outage();
  outage.lost(1_000);
  outage.lost(1_250); // the next try failed: the same outage
  assert.deepEqual(outage.view(1_300), { kind: 'away', sinceMs: 300 });
  assert.equal(outage.nextAt(1_300), undefined);
  outage.resumed(3_000);
  assert.deepEqual(outage.view(3_000), { kind: 'back', tookMs: 2_000, asked: false });
  assert.equal(outage.nextAt(3_000), 3_000 + AFTER_MS);
  assert.equal(outage.view(3_000 + AFTER_MS).kind, 'none');
});

test('one that was asked for is told of however short it was, once', () => {
  const outage = new Outage();
  outage.ask();
  outage.lost(1_000);
  assert.equal(outage.view(1_100).kind, 'none');
  outage.resumed(1_100);
  assert.deepEqual(outage.view(1_100), { kind: 'back', tookMs: 100, asked: true });
  outage.lost(2_000);
  outage.resumed(2_100);
  assert.equal(outage.view(2_100).kind, 'none');
});

test('the next outage takes the place of what is said of the last', () => {
  const outage = new Outage();
  outage.lost(0);
  outage.resumed(1_000);
  outage.lost(1_500);
  assert.equal(outage.view(1_500).kind, 'none');
  assert.equal(outage.view(1_900).kind, 'away');
});

test('a first connection is no outage', () => {
  const outage = new Outage();
  outage.resumed(500);
  assert.equal(outage.view(500).kind, 'none');
});
