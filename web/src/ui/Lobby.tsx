import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { roomOf } from '../logic/route.js';
import { games, watchLobby } from '../net/lobby.js';
import { goTo } from '../nav.js';
import { GameCard } from './GameCard.js';
import { NameForm } from './NameForm.js';
import { RoomList } from './RoomList.js';

const known = ['gomoku', 'run-fast'];

export function Lobby() {
  const w = t.value;
  useEffect(watchLobby, []);
  const others = games.value.map((game) => game.game).filter((game) => !known.includes(game));
  return (
    <main class="page lobby">
      <section class="hero">
        <div><h1>{w.tagline}</h1><p class="lede">{w.lede}</p></div>
        <NameForm id="name" submit={w.saveName} />
      </section>
      <section class="games" aria-label={w.games}>
        {[...known, ...others, 'relay'].map((game) => <GameCard key={game} game={game} />)}
      </section>
      <RoomList />
      <OpenLink />
    </main>
  );
}

function OpenLink() {
  const w = t.value;
  const [text, setText] = useState('');
  const [isBad, setBad] = useState(false);
  const open = (event: Event): void => {
    event.preventDefault();
    const room = roomOf(text);
    setBad(!room);
    if (room) goTo({ room });
  };
  return (
    <form class="open-link" onSubmit={open}>
      <label for="code">{w.openLink}</label>
      <div class="row"><input id="code" value={text} placeholder={w.openLinkHint} autocomplete="off" autocapitalize="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} /><button class="quiet">{w.open}</button></div>
      {isBad && <p class="fault" role="alert">{w.badLink}</p>}
    </form>
  );
}
