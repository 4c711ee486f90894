import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { client } from '../net/connection.js';
import { firstName, logIn, player } from '../net/player.js';
import { isInside, retell, route } from '../nav.js';
import { Doorstep } from './Doorstep.js';
import { Header } from './Header.js';
import { Lobby } from './Lobby.js';
import { TablePage } from './TablePage.js';

const RETRY_MS = 2_000;

export function App() {
  const { room, name, watch } = route.value;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    // A player from the start: the list of tables is there at once, and sitting down is one click.
    const begin = (): void => {
      logIn(name ?? player.peek()?.name ?? firstName).then(
        () => name && retell({ ...route.peek(), name: undefined } as never),
        () => (timer = setTimeout(begin, RETRY_MS)),
      );
    };
    begin();
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!room) {
      isInside.value = true;
      document.title = `Baize · ${t.value.lobby}`;
    }
  }, [room, t.value]);

  const own = client.value;
  return (
    <>
      <Header />
      {!room ? <Lobby /> : !isInside.value ? <Doorstep key={room} room={room} /> : own && player.value && !name ? (
        <TablePage key={`${room} ${player.value.userId} ${watch}`} client={own} me={player.value.userId} room={room} watch={watch ?? false} />
      ) : <main class="page"><p class="hush" role="status">{t.value.connecting}</p></main>}
    </>
  );
}
