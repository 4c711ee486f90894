import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { BaizeClient } from '../../dist/index.js';
import { FakeServer } from './fake-server.mjs';
import { Queue } from './queue.mjs';

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const roomEvents = ['event', 'reset', 'left'];

/** Plays a scenario of tests/clients: see the README there. */
export async function play(scenario, begin) {
  const server = new FakeServer();
  await server.start();
  const player = new Player(server, scenario, begin.vars);
  try {
    for (const [index, step] of [...(begin[scenario.begin] ?? []), ...scenario.steps].entries()) {
      try {
        await player.step(step);
      } catch (error) {
        error.message = `step ${index + 1} ${JSON.stringify(step)}: ${error.message}`;
        throw error;
      }
    }
  } finally {
    player.client.close();
    server.stop();
  }
}

class Player {
  #vars;
  #calls = new Map();
  #rooms = new Set();
  #events = new Queue('an event');
  #states = new Queue('a change of state');
  #reports = new Queue('a report to onError');
  #mark = 0;

  constructor(server, { options = {} }, vars) {
    this.#vars = new Map(Object.entries(vars));
    this.server = server;
    const { api, url = !api, token = 'token-1', ...rest } = options;
    const settings = { backoff_min_ms: 1, backoff_max_ms: 20, request_timeout_ms: 10_000, connect_deadline_ms: 10_000, messages_per_second: 0, ...rest };
    this.client = new BaizeClient({
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [camel(name), value])),
      ...(url ? { url: `ws://127.0.0.1:${server.port}/ws` } : {}),
      ...(api ? { api: `http://127.0.0.1:${server.port}` } : {}),
      token,
      WebSocket,
      onError: (error, during) => this.#reports.push({ code: error.code ?? 'handler', during }),
    });
    this.client.on('state', (state) => this.#states.push(state.reason ? { ...state, code: state.reason.code } : state));
    this.client.on('event', (event) => this.#events.push(event));
  }

  async step(step) {
    const [key] = Object.keys(step);
    const value = step[key];
    switch (key) {
      case 'accept': return this.#handshake(await this.server.accept(value), step);
      case 'refuse': return this.server.refuse(value);
      case 'hint': return this.#asked(await this.server.hint(value), value);
      case 'expect': return this.#match(await this.server.frames.next(), value);
      case 'send': return this.server.send(this.#fill(value));
      case 'cut': return this.server.cut();
      case 'close': return this.server.close(value);
      case 'ended': return assert.equal(await this.server.ends.next(), value);
      case 'silence_ms': return this.#silence(value);
      case 'connect': return this.#call('connect', () => this.client.connect());
      case 'call': return this.#call(value, () => this.#do(step));
      case 'result': return this.#match(await this.#settled(value, 'resolved'), step.is ?? {});
      case 'error': return this.#match(await this.#settled(value, 'rejected'), step.is);
      case 'pending': return assert.equal(this.#calls.get(value).outcome, undefined, `${value} is settled`);
      case 'event': return this.#match(await this.#events.next(), value);
      case 'no_event': return assert.deepEqual(this.#events.items, []);
      case 'state': return this.#match(await this.#states.next(), value);
      case 'room': return this.#eventually(() => this.#match(this.#view(value), step.is));
      case 'reported': return this.#match(await this.#reports.next(), value);
      case 'throw_on': return void this.#room(step.in).on(value, () => { throw new Error('a handler of the scenario'); });
      case 'close_client': return this.client.close();
      case 'mark': return void (this.#mark = performance.now());
      case 'since_mark_ms': return this.#elapsed(value);
      default: throw new Error(`'${key}' is no step.`);
    }
  }

  #do({ do: what, in: id, data, name, user_id, timeout_ms, ...rest }) {
    const room = this.#room(id);
    const options = { ...(timeout_ms === undefined ? {} : { timeoutMs: timeout_ms }) };
    switch (what) {
      case 'join': return room.join({ ...options, ...(rest.spectate ? { spectate: true } : {}), ...(rest.position ? { position: rest.position } : {}) }).then(() => ({}));
      case 'leave': return room.leave(options).then(() => ({}));
      case 'send': return room.send(data, options);
      case 'signal': return room.signal(data, options).then(() => ({}));
      case 'action': return room.action(name, data, options);
      case 'ready': return room.ready(options);
      case 'cancel_ready': return room.cancelReady(options);
      case 'start': return room.start(options);
      case 'kick': return room.kick(user_id, options);
      case 'get_state': return room.getState(options).then((state) => ({ state }));
      default: throw new Error(`'${what}' is nothing to do.`);
    }
  }

  #room(id) {
    const room = this.client.room(id);
    if (!this.#rooms.has(id)) {
      this.#rooms.add(id);
      for (const type of roomEvents) room.on(type, (event) => this.#events.push(type === 'event' ? event : { type, ...event }));
    }
    return room;
  }

  #view(id) {
    const { isIn, log, seq, status, state, players } = this.client.room(id);
    return { is_in: isIn, log, seq, status, state, players };
  }

  #call(name, start) {
    const call = {};
    this.#calls.set(name, call);
    call.done = start().then(
      (value) => Object.assign(call, { outcome: 'resolved', value }),
      ({ code, message, retryable }) => Object.assign(call, { outcome: 'rejected', value: { code, message, retryable } }));
  }

  async #settled(name, outcome) {
    const call = this.#calls.get(name);
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`${name} is not settled.`)), 10_000).unref());
    await Promise.race([call.done, late]);
    assert.equal(call.outcome, outcome, `${name} ${call.outcome}: ${JSON.stringify(call.value)}`);
    return call.value;
  }

  #handshake(request, { room, token = 'token-1' }) {
    const query = new URL(request.url, 'http://x').searchParams;
    assert.equal(query.get('token') ?? request.headers.authorization?.replace('Bearer ', ''), token);
    if (room !== undefined) assert.equal(query.get('room'), room);
  }

  #asked(request, { room }) {
    if (room) assert.equal(new URL(request.url, 'http://x').pathname, `/api/v1/rooms/${room}/connect`);
    assert.equal(request.headers.authorization, 'Bearer token-1');
  }

  async #silence(ms) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    assert.deepEqual(this.server.frames.items, []);
    assert.equal(this.server.handshakes.length, 0, 'the client connected');
  }

  async #eventually(check) {
    for (const end = performance.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 5))) {
      try {
        return check();
      } catch (error) {
        if (performance.now() > end) throw error;
      }
    }
  }

  #elapsed({ at_least }) {
    const elapsed = performance.now() - this.#mark;
    assert.ok(elapsed >= at_least, `only ${elapsed} ms have passed`);
  }

  // "$x" stands for whatever comes first and for the same ever after; null for absent.
  #match(actual, pattern, path = '') {
    if (typeof pattern === 'string' && pattern.startsWith('$')) {
      if (this.#vars.has(pattern)) return assert.deepEqual(actual, this.#vars.get(pattern), `${path} is not ${pattern}`);
      assert.ok(actual !== undefined, `${path} is missing`);
      for (const [name, value] of this.#vars) assert.notEqual(value, actual, `${path} is ${name}, not a new ${pattern}`);
      this.#vars.set(pattern, actual);
    } else if (pattern === null) {
      assert.ok(actual === undefined || actual === null, `${path} is ${JSON.stringify(actual)}`);
    } else if (Array.isArray(pattern) || typeof pattern !== 'object') {
      assert.deepEqual(actual, pattern, `${path} is ${JSON.stringify(actual)}`);
    } else {
      for (const [name, value] of Object.entries(pattern)) this.#match(actual?.[name], value, `${path}.${name}`);
    }
  }

  #fill(value) {
    if (typeof value === 'string') return value.startsWith('$') ? this.#vars.get(value) : value;
    if (Array.isArray(value)) return value.map((item) => this.#fill(item));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, this.#fill(v)]));
    return value;
  }
}
