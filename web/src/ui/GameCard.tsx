import { useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { newKey } from '../net/api.js';
import { createRoom, games, type NewRoom } from '../net/lobby.js';
import { player } from '../net/player.js';
import { goTo } from '../nav.js';
import { artOf } from './art.js';
import { fillWithBots } from './bots.js';
import { NewTable } from './NewTable.js';
import { gameName } from './words.js';

/** What a game is, and the two ways into it: at once against bots, or a table for friends. */
export function GameCard({ game }: { game: string }) {
  const w = t.value;
  const [isOpen, setOpen] = useState(false);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const key = useRef('');
  const info = games.value.find((each) => each.game === game);
  const about = game === 'gomoku' ? w.gomokuAbout : game === 'run-fast' ? w.runFastAbout : game === 'relay' ? w.relayAbout : '';
  const seats = game === 'gomoku' ? 2 : game === 'run-fast' ? 3 : info?.max_players;

  const create = async (room: Omit<NewRoom, 'game'>, bots: boolean): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      key.current ||= newKey(); // a second press after a lost answer makes no second table
      const made = await createRoom({ ...room, game }, key.current);
      key.current = '';
      if (bots) fillWithBots(made.room_id);
      goTo({ room: made.room_id });
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      if (code !== 'unavailable') key.current = '';
      setFault(w.fault(code, message));
    } finally {
      setBusy(false);
    }
  };
  const name = w.tableNameHint(player.value?.name ?? '');
  return (
    <article class="game-card" data-game={game}>
      <div class="art-frame">{artOf(game)}</div>
      <div class="body">
        <h2>{gameName(game, info?.name)}</h2>
        <p>{about} {seats ? <span class="hush">{w.players(seats)}</span> : null}</p>
        <div class="row">
          {game !== 'relay' && <button disabled={busy || !player.value} aria-label={`${gameName(game, info?.name)}: ${seats === 2 ? w.playBot : w.playBots}`} onClick={() => void create({ name, options: {} }, true)}>{seats === 2 ? w.playBot : w.playBots}</button>}
          <button class="quiet" disabled={busy || !player.value} aria-label={`${gameName(game, info?.name)}: ${w.newTable}`} onClick={() => (game === 'relay' ? void create({ name, options: {} }, false) : setOpen(true))}>{w.newTable}</button>
        </div>
        {fault && <p class="fault" role="alert">{fault}</p>}
      </div>
      {isOpen && <NewTable game={game} name={name} onCancel={() => setOpen(false)} onCreate={(room, bots) => { setOpen(false); void create(room, bots); }} />}
    </article>
  );
}
