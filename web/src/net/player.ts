import { signal } from '@preact/signals';
import { language } from '../i18n/index.js';
import { suggestName } from '../logic/names.js';
import { call } from './api.js';

export interface Player {
  name: string;
  token: string;
  userId: number;
  expiresAt: number;
}

const KEY = 'baize-player';
const NAME_KEY = 'baize-name';
const MARGIN_MS = 60_000; // what expires sooner is renewed before it is used

/** One player for each tab, kept over a reload: two tabs are two players. */
export const player = signal<Player | undefined>(restore());

/** The name that was used last on this device, or one to begin with. */
export const firstName: string = read(localStorage, NAME_KEY) ?? suggestName(language.peek());

/**
 * Logs in as a guest. Under the name that one has already, the player stays the same.
 * @param anew Not even then: the token that one has is refused.
 */
export async function logIn(name: string, anew = false): Promise<Player> {
  const present = player.peek();
  if (!anew && present && present.name === name && isFresh(present)) return present;
  const guest = await call<{ token: string; user_id: number; expires_at: number }>('POST', '/auth/guest', { body: { name } });
  const next = { name, token: guest.token, userId: guest.user_id, expiresAt: guest.expires_at };
  write(sessionStorage, KEY, JSON.stringify(next));
  write(localStorage, NAME_KEY, name);
  player.value = next;
  return next;
}

export function token(): string {
  return player.peek()?.token ?? '';
}

function isFresh(candidate: Player): boolean {
  return candidate.expiresAt > Date.now() + MARGIN_MS;
}

function restore(): Player | undefined {
  try {
    const kept = JSON.parse(read(sessionStorage, KEY) ?? 'null') as Player | null;
    return kept && typeof kept.token === 'string' && isFresh(kept) ? kept : undefined;
  } catch {
    return undefined; // not ours, or of another version
  }
}

// A browser may forbid storage; then a reload is a new player.
function read(storage: Storage, key: string): string | undefined {
  try {
    return storage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // see above
  }
}
