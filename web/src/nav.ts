import { signal } from '@preact/signals';
import { player } from './net/player.js';
import { formatRoute, parseRoute, type Route } from './logic/route.js';

/** Where in the page the player is. */
export const route = signal<Route>(parseRoute(location.search));

/** Whether the player came in knowingly: by a name in the address, in a tab that had one, or through the lobby. */
export const isInside = signal(player.peek() !== undefined || route.peek().name !== undefined || !route.peek().room);

export function goTo(next: Route): void {
  route.value = next;
  history.pushState(null, '', formatRoute(next));
  scrollTo(0, 0);
}

/** The same place, told otherwise: no step for the back button. */
export function retell(next: Route): void {
  route.value = next;
  history.replaceState(null, '', formatRoute(next));
}

addEventListener('popstate', () => (route.value = parseRoute(location.search)));
