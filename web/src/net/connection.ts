import { BaizeClient, type ConnectionState } from '@baize/client';
import { batch, computed, effect, signal } from '@preact/signals';
import { Outage, type OutageView } from '../logic/outage.js';
import { isInside, route } from '../nav.js';
import { fetchEndpoint, giveUpWish, wanted } from './instances.js';
import { logIn, player, token } from './player.js';

/** The player's connection; undefined before there is a player. */
export const client = signal<BaizeClient | undefined>(undefined);
export const state = signal<ConnectionState>({ status: 'idle' });
export const isOnline = signal(navigator.onLine);

/** The instance that the player is on, and the last one while there is none. */
export const instance = signal('');
export const isConnected = computed(() => state.value.status === 'connected');

/** What to say of a lost connection. */
export const outage = signal<OutageView>({ kind: 'none' });
export const isMoving = signal(false);

// A game wants to know sooner than a chat that nobody is there: after 9 s at rest, after 4 s where something was asked.
const HEARTBEAT = { heartbeatIntervalMs: 5_000, heartbeatTimeoutMs: 4_000 };

const RENEW_MS = 2_000; // not at once: who refuses every token would be asked without pause

const losses = new Outage();
let timer: ReturnType<typeof setTimeout> | undefined;

/** What has to be done on a new connection before all is as it was: the room's join, say. */
let restore: () => Promise<void> = () => Promise.resolve();

export function whenBack(action: () => Promise<void>): () => void {
  restore = action;
  return () => {
    if (restore === action) restore = () => Promise.resolve();
  };
}

/** The player is about to have the instance killed. */
export function expectLoss(): void {
  losses.ask();
}

// A new player is a new connection.
effect(() => {
  const present = player.value;
  const old = client.peek();
  if (!present) return;
  const next = new BaizeClient({ api: location.origin, token, fetch: fetchEndpoint, connectDeadlineMs: Number.MAX_SAFE_INTEGER, ...HEARTBEAT });
  next.on('state', (to) => next === client.peek() && onState(to));
  next.on('migrate', () => (isMoving.value = true));
  batch(() => {
    client.value = next;
    state.value = next.state;
  });
  old?.close();
  const { room, watch } = route.peek();
  // Before the connection, so that it is made where the room is near; the table that is about to be shown joins in this.
  if (room && isInside.peek()) next.room(room).join({ spectate: watch ?? false }).catch(() => undefined);
  next.connect().catch(() => undefined); // its end is told by the state
});

function onState(to: ConnectionState): void {
  batch(() => {
    state.value = to;
    if (to.status === 'reconnecting') {
      losses.lost(performance.now());
      if (to.attempt > 2) giveUpWish();
    } else if (to.status === 'closed' && to.reason.code === 'unauthorized') {
      renewLater();
    } else if (to.status === 'connected') {
      isMoving.value = false;
      instance.value = to.session.instance_id;
      const own = client.peek();
      restore().then(
        () => {
          if (client.peek() !== own || !isConnected.peek()) return;
          losses.resumed(performance.now());
          show();
        },
        () => undefined, // lost again, or out of the room: either is told elsewhere
      );
    }
  });
  show();
}

// The token is over, or of another platform: the same name, a new player.
function renewLater(): void {
  setTimeout(() => void logIn(player.peek()!.name, true).catch(renewLater), RENEW_MS);
}

function show(): void {
  clearTimeout(timer);
  const now = performance.now();
  outage.value = losses.view(now);
  const next = losses.nextAt(now);
  if (next !== undefined) timer = setTimeout(show, Math.ceil(next - now) + 1);
}

/** Goes to another instance, or to whichever is chosen. */
export function moveTo(to: string | undefined): void {
  wanted.value = to;
  const present = player.peek();
  if (present) player.value = { ...present };
}

export function reconnect(): void {
  client.peek()?.connect().catch(() => undefined);
}

addEventListener('online', () => (isOnline.value = true));
addEventListener('offline', () => (isOnline.value = false));
