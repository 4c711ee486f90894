// Where in the page one is, as its address says: /?room=ID is a table, / is the lobby.

export interface Route {
  room?: string;
  /** With a room: come in under this name at once. */
  name?: string;
  /** Connect to this instance rather than to the one that is chosen for us. */
  instance?: string;
  watch?: boolean;
}

const roomId = /^[A-Za-z0-9_-]{1,64}$/;

export function parseRoute(search: string): Route {
  const query = new URLSearchParams(search);
  const route: Route = {};
  const [room, name, instance] = [query.get('room'), query.get('name'), query.get('instance')];
  if (room && roomId.test(room)) route.room = room;
  if (name) route.name = name;
  if (instance) route.instance = instance;
  if (query.has('watch')) route.watch = true;
  return route;
}

export function formatRoute(route: Route): string {
  const query = new URLSearchParams();
  if (route.room) query.set('room', route.room);
  if (route.name) query.set('name', route.name);
  if (route.instance) query.set('instance', route.instance);
  if (route.watch) query.set('watch', '');
  const text = query.toString().replace(/=(?=&|$)/g, '');
  return text ? `/?${text}` : '/';
}

export function inviteLink(origin: string, room: string): string {
  return origin + formatRoute({ room });
}

/** The room that a pasted text names: an id, or an invite link. */
export function roomOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (roomId.test(trimmed)) return trimmed;
  try {
    return parseRoute(new URL(trimmed).search).room;
  } catch {
    return undefined; // neither
  }
}
