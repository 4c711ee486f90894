import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../build/logic/clock.js';
import { balancerUrl, instanceUrl, reachable } from '../build/logic/endpoint.js';
import { pickLanguage } from '../build/logic/language.js';
import { suggestName } from '../build/logic/names.js';
import { formatRoute, inviteLink, parseRoute, roomOf } from '../build/logic/route.js';
import { isOpen, listRooms, roomQuery } from '../build/logic/rooms.js';

test('a route is read as it was written', () => {
  for (const route of [{}, { room: 'r-1' }, { room: 'r_1', watch: true }, { room: 'x', name: 'Ada & Ben', instance: '1-17' }]) {
    assert.deepEqual(parseRoute(formatRoute(route).slice(1)), route);
  }
  assert.equal(formatRoute({ room: 'r1', watch: true }), '/?room=r1&watch');
});

test('a room that cannot be is no route', () => {
  for (const room of ['a/b', 'x'.repeat(65), '', '<b>', 'ä']) assert.equal(parseRoute(`?room=${encodeURIComponent(room)}`).room, undefined);
});

test('a code and an invite link name their room, other texts none', () => {
  assert.equal(roomOf(' k7Pq2mXw9R\n'), 'k7Pq2mXw9R');
  assert.equal(roomOf(inviteLink('https://play.example', 'abc')), 'abc');
  assert.equal(roomOf('https://play.example/'), undefined);
  assert.equal(roomOf('two words'), undefined);
});

test('a page on loopback reaches the instances by its own name, any other by theirs', () => {
  const local = { protocol: 'http:', hostname: 'localhost', host: 'localhost:8080' };
  const remote = { protocol: 'https:', hostname: 'play.example', host: 'play.example' };
  assert.equal(reachable('ws://10.0.0.5:8081/ws?room=a', local), 'ws://localhost:8081/ws?room=a');
  assert.equal(reachable('ws://10.0.0.5:8081/ws?room=a', remote), 'ws://10.0.0.5:8081/ws?room=a');
  assert.equal(instanceUrl('::1', 8081, remote), 'ws://[::1]:8081/ws');
  assert.equal(balancerUrl(remote), 'wss://play.example/ws');
  assert.equal(balancerUrl(local), 'ws://localhost:8080/ws');
});

test('the language is the first of the browser that the page speaks, or the chosen one', () => {
  assert.equal(pickLanguage(['zh-TW', 'en']), 'zh');
  assert.equal(pickLanguage(['de-DE', 'en-GB', 'zh']), 'en');
  assert.equal(pickLanguage(['fr']), 'en');
  assert.equal(pickLanguage(['zh-CN'], 'en'), 'en');
  assert.equal(pickLanguage(['zh-CN'], 'tlh'), 'zh');
});

test('a suggested name is one that the API takes', () => {
  for (const language of ['en', 'zh']) {
    for (const random of [0, 0.5, 0.999]) assert.match(suggestName(language, () => random), /^[\p{L} ]{2,32}$/u);
  }
});

test('deadlines are by the server\'s clock, as its least delayed event shows it', () => {
  const clock = new ServerClock();
  assert.equal(clock.until(10_000, 4_000), 6_000); // not known yet: the device's own
  clock.saw(5_000, 900); // delayed by 100 ms
  clock.saw(6_000, 1_800); // by none: the server is 4.2 s ahead
  clock.saw(7_000, 3_500); // by 700 ms
  assert.equal(clock.until(10_000, 4_000), 1_800);
  assert.equal(clock.until(10_000, 20_000), 0);
});

const room = (id, more = {}) => ({ room_id: id, game: 'gomoku', name: id, status: 'waiting', max_players: 2, players: [], created_at: 0, ...more });
const all = { text: '', game: '', status: 'all' };
const ids = (rooms) => rooms.map((each) => each.room_id);
const ada = { user_id: 1, name: 'Ada' };
const ben = { user_id: 2, name: 'Ben' };

test('own tables come first, then open ones, then those to watch; the newest first', () => {
  const rooms = [room('old', { created_at: 1 }), room('played', { status: 'playing', created_at: 9 }), room('full', { players: [ben, { user_id: 3, name: 'Cleo' }] }), room('new', { created_at: 5 }), room('mine', { status: 'playing', players: [ada] })];
  assert.deepEqual(ids(listRooms(rooms, all, 1)), ['mine', 'new', 'old', 'full', 'played']);
});

test('ended rooms are not listed, except one\'s own', () => {
  assert.deepEqual(ids(listRooms([room('a', { status: 'ended' }), room('b', { status: 'ended', players: [ada] })], all, 1)), ['b']);
});

test('a search finds names of rooms and players, by all of its words, in any case', () => {
  const rooms = [room('r1', { name: 'Friday Evening' }), room('r2', { name: '周五', players: [ben] }), room('r3', { name: 'Friday', players: [ben] })];
  assert.deepEqual(ids(listRooms(rooms, { ...all, text: 'friday BEN' }, 0)), ['r3']);
  assert.deepEqual(ids(listRooms(rooms, { ...all, text: '周' }, 0)), ['r2']);
  assert.deepEqual(ids(listRooms(rooms, { ...all, text: '  ' }, 0)), ['r1', 'r2', 'r3']);
});

test('the API is asked for what the filter says', () => {
  assert.equal(roomQuery(all), 'limit=200');
  assert.equal(roomQuery({ text: ' friday 周 ', game: 'gomoku', status: 'open' }, '1.r'), `limit=200&game=gomoku&status=waiting&search=friday+${encodeURIComponent('周')}&cursor=1.r`);
  assert.equal(new URLSearchParams(roomQuery({ ...all, text: 'x'.repeat(200) })).get('search').length, 100);
});

test('filters by game and by what one can do there', () => {
  const rooms = [room('a'), room('b', { status: 'playing' }), room('c', { game: 'run-fast' })];
  assert.deepEqual(ids(listRooms(rooms, { ...all, game: 'run-fast' }, 0)), ['c']);
  assert.deepEqual(ids(listRooms(rooms, { ...all, status: 'open' }, 0)), ['a', 'c']);
  assert.deepEqual(ids(listRooms(rooms, { ...all, status: 'playing' }, 0)), ['b']);
  assert.equal(isOpen(room('d', { players: [ada, ben] })), false);
  assert.equal(isOpen(room('e', { max_players: 0, players: [ada, ben] })), true);
});
