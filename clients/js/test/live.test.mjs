import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { BaizeClient } from '../dist/index.js';
import { CuttingProxy } from './support/cutting-proxy.mjs';
import { Platform } from './support/platform.mjs';

const CUTS = 1_000;
let platform;

before(async () => (platform = await Platform.start()));
after(() => platform?.stop());

test('1,000 cuts between commit and ack: 1,000 effects, in order, seen once by everyone', async () => {
  const proxy = new CuttingProxy();
  await proxy.start(platform.gamePorts);
  const errors = [];
  const onError = (error) => errors.push(error);
  const sender = new BaizeClient({
    url: `ws://127.0.0.1:${proxy.port}/ws`, token: (await platform.guest('sender')).token, WebSocket, onError, backoffMinMs: 1, backoffMaxMs: 50,
    requestTimeoutMs: 120_000, // a machine at its limit is not what is tested here
  });
  const observer = new BaizeClient({ api: platform.api, token: (await platform.guest('observer')).token, WebSocket, onError });
  const seen = [sender, observer].map((client) => watch(client.room('js-cuts')));
  await observer.connect();
  await observer.join('js-cuts');
  await sender.connect();
  await sender.join('js-cuts');

  const acks = [];
  for (let n = 0; n < CUTS; n++) acks.push((await sender.room('js-cuts').send({ n })).seq);

  await eventually(() => seen.every(({ said }) => said.length >= CUTS), 'everyone has seen everything');
  assert.equal(proxy.cuts, CUTS);
  for (const { said, gaps } of seen) {
    assert.deepEqual(said.map((event) => event.data.n), [...Array(CUTS).keys()]);
    assert.deepEqual(said.map((event) => event.seq), acks); // the ack after the reconnect names the one event
    assert.equal(gaps, 0);
  }
  assert.deepEqual(errors, []);
  sender.close();
  observer.close();
  proxy.stop();
});

test('a game server that is killed: its client goes on elsewhere, without a fault', async () => {
  const { token } = await platform.guest('traveller');
  const client = new BaizeClient({ api: platform.api, token, WebSocket, onError: (error) => assert.fail(error) });
  const room = client.room('js-kill');
  const { said } = watch(room);
  await client.connect();
  await room.join();
  await room.send({ n: 0 });
  const { instance_id: killed } = client.session;
  const { instances } = await (await fetch(`${platform.api}/api/v1/instances`)).json();
  process.kill(await pidOf(instances.find((instance) => instance.instance_id === killed).port), 'SIGKILL');

  await Promise.all([1, 2, 3].map((n) => room.send({ n })));

  assert.notEqual(client.session.instance_id, killed);
  await eventually(() => said.length === 4, 'all four came');
  assert.deepEqual(said.map((event) => event.data.n), [0, 1, 2, 3]);
  client.close();
});

test('the example of the README runs as it stands there', async () => {
  const file = fileURLToPath(new URL('../examples/chat.mjs', import.meta.url));
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  assert.ok(readme.includes(readFileSync(file, 'utf8')), 'README.md and examples/chat.mjs differ');
  const example = spawn(process.execPath, [file], { env: { ...process.env, BAIZE_API: platform.api }, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  example.stdout.on('data', (text) => (output += text));
  assert.equal(await new Promise((resolve) => example.on('exit', resolve)), 0);
  assert.match(output, /connecting\nconnected\n(.*: hello\n)?said, at \d+, with 1 in the room\n(.*: hello\n)?closed\n/);
});

function watch(room) {
  const seen = { said: [], gaps: 0 };
  let last;
  room.on('message', (event) => seen.said.push(event));
  room.on('event', ({ seq }) => {
    if (!seq) return;
    if (last !== undefined && seq !== last + 1) seen.gaps++;
    last = seq;
  });
  room.on('reset', () => seen.gaps++);
  return seen;
}

async function eventually(condition, what) {
  for (const end = Date.now() + 30_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    assert.ok(Date.now() < end, `In vain: ${what}.`);
  }
}

// The process that listens on a port: baize up does not say which child is which.
async function pidOf(port) {
  const ss = spawn('ss', ['-Hltnp', `sport = :${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const text of ss.stdout) output += text;
  return Number(/pid=(\d+)/.exec(output)[1]);
}
