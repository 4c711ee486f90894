import { signal } from '@preact/signals';
import { balancerUrl, instanceUrl, reachable } from '../logic/endpoint.js';
import { parseRoute } from '../logic/route.js';
import { call } from './api.js';
import { mayBeBalanced } from './page.js';

export interface Instance {
  instance_id: string;
  address: string;
  port: number;
  state: string;
  connections: number;
}

/** The instance that the player wants to be on; undefined: the one that is chosen for them. */
export const wanted = signal<string | undefined>(parseRoute(location.search).instance);

export async function listInstances(): Promise<Instance[]> {
  return (await call<{ instances: Instance[] }>('GET', '/instances')).instances;
}

let balanced: Promise<boolean> | undefined;

/**
 * The client asks the API where to connect; this stands between them, because only the page knows by which name it was opened,
 * whether a balancer serves /ws under that name, and which instance its player wants.
 */
export async function fetchEndpoint(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const wish = wanted.peek();
  if (wish) {
    const found = (await listInstances().catch(() => [])).find((instance) => instance.instance_id === wish);
    if (found) return answer(instanceUrl(found.address, found.port, location));
    wanted.value = undefined; // it is gone
  }
  if (mayBeBalanced && (await (balanced ??= findBalancer()))) return answer(balancerUrl(location));
  const response = await fetch(input, init);
  if (!response.ok) return response;
  return answer(reachable(((await response.json()) as { ws_url: string }).ws_url, location));
}

/** Where the wished instance did not take the connection: the next try is anybody's. */
export function giveUpWish(): void {
  wanted.value = undefined;
}

const answer = (wsUrl: string): Response => new Response(JSON.stringify({ ws_url: wsUrl }));

// Behind the balancer /ws is a game server, which answers a plain request with some refusal of its own; else there is no such path.
async function findBalancer(): Promise<boolean> {
  try {
    const { status } = await fetch('/ws', { cache: 'no-store', signal: AbortSignal.timeout(3_000) });
    return status !== 404 && status < 500;
  } catch {
    balanced = undefined; // not known: asked again
    return false;
  }
}
