// Where the page's WebSocket goes.

export interface PageAddress {
  protocol: string;
  hostname: string;
  host: string;
}

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host);

/** A balancer that serves page and game servers under one address. */
export function balancerUrl(page: PageAddress): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/ws`;
}

/** An instance itself. */
export function instanceUrl(address: string, port: number, page: PageAddress): string {
  return reachable(`ws://${address.includes(':') ? `[${address}]` : address}:${port}/ws`, page);
}

/**
 * A page opened on the instances' own machine, by a name of loopback, reaches them by that name on their ports, whatever address
 * they advertise; and the game servers admit a page from their own host name.
 */
export function reachable(wsUrl: string, page: PageAddress): string {
  if (!isLoopback(page.hostname)) return wsUrl;
  const url = new URL(wsUrl);
  url.hostname = page.hostname;
  return url.href;
}
