import type { RoomInfo } from '@baize/client';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { lookAt } from '../net/lobby.js';
import { player } from '../net/player.js';
import { isInside, retell, route } from '../nav.js';
import { artOf } from './art.js';
import { NameForm } from './NameForm.js';
import { gameName } from './words.js';

/** Before a table that an invite link leads to: who one is, and whether to sit down or to watch. */
export function Doorstep({ room }: { room: string }) {
  const w = t.value;
  const [info, setInfo] = useState<RoomInfo>();
  useEffect(() => void (player.value && lookAt(room).then(setInfo, () => undefined)), [room, player.value]);
  const enter = (watch: boolean): void => {
    if (watch) retell({ ...route.peek(), watch });
    isInside.value = true;
  };
  return (
    <main class="page narrow">
      <section class="panel doorstep">
        <div class="art-frame">{artOf(info?.game ?? 'relay')}</div>
        <h1>{info?.name ?? room}</h1>
        <p class="hush">{info ? `${gameName(info.game)} · ${info.max_players > 0 ? w.seats(info.players.length, info.max_players) : w.people(info.players.length)}` : w.relay}</p>
        <NameForm id="name" submit={w.join} onDone={() => enter(false)} />
        {info && info.game !== 'relay' && <button class="quiet" onClick={() => enter(true)}>{w.watch}</button>}
      </section>
    </main>
  );
}
