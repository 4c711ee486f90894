import type { BaizeClient } from '@baize/client';
import { useEffect, useMemo } from 'preact/hooks';
import { End } from '../games/End.js';
import { GomokuTable } from '../games/gomoku/GomokuTable.js';
import { RunFastTable } from '../games/runfast/RunFastTable.js';
import { t } from '../i18n/index.js';
import { client as presentClient, instance, isConnected, reconnect, state } from '../net/connection.js';
import { addBot } from '../net/lobby.js';
import { isDevelopment } from '../net/page.js';
import { Table } from '../net/table.js';
import { goTo } from '../nav.js';
import { takeWish } from './bots.js';
import { Chat } from './Chat.js';
import { current } from './current.js';
import { Gone } from './Gone.js';
import { KillButtons } from './Kill.js';
import { TableHead } from './TableHead.js';
import { Waiting } from './Waiting.js';

interface Props {
  client: BaizeClient;
  me: number;
  room: string;
  watch: boolean;
}

/** A table: joined when it is shown, and left with it unless a game is on there. */
export function TablePage({ client, me, room, watch }: Props) {
  const w = t.value;
  const table = useMemo(() => new Table(client, room, me, watch), [client, room, me, watch]);
  useEffect(() => {
    current.value = table;
    void table.join().then(() => (takeWish(room) ? begin(table) : undefined));
    return () => {
      current.value = undefined;
      const info = table.info.peek();
      const isPlaying = info?.status === 'playing' && info.game !== 'relay' && table.seat !== undefined;
      if (client === presentClient.peek() && !isPlaying && table.isIn.peek()) void table.leave();
      table.dispose();
    };
  }, [table]);
  const info = table.info.value;
  useEffect(() => {
    document.title = `${info?.name ?? room} · Baize`;
  }, [info?.name, room]);

  if (state.value.status === 'closed' && state.value.reason.code === 'session_replaced') {
    return <main class="page narrow"><section class="panel"><p>{w.replaced}</p><button onClick={reconnect}>{w.here}</button></section></main>;
  }
  if (table.ended.value !== undefined) return <Gone table={table} code={table.ended.value} />;
  if (!info) return <main class="page"><p class="hush" role="status">{w.connecting}</p></main>;
  const isGame = info.game === 'gomoku' || info.game === 'run-fast';
  const hasBegun = info.status !== 'waiting' && Boolean(table.state.value);
  return (
    <main class={`page table-page ${info.status}`} data-game={info.game} data-in={table.isIn.value && isConnected.value} data-instance={instance.value} data-owner={info.instance_id}>
      <TableHead table={table} info={info} />
      <Fault table={table} />
      {info.game !== 'relay' && (
        <section class="play" aria-label={info.name}>
          {info.status === 'waiting' ? <Waiting table={table} info={info} />
            : !hasBegun ? <p class="hush" role="status">{w.connecting}</p>
            : info.game === 'gomoku' ? <GomokuTable table={table} info={info} />
            : info.game === 'run-fast' ? <RunFastTable table={table} info={info} /> : null}
          {!isGame && <p class="hush">{w.unknownGame}</p>}
        </section>
      )}
      <div class="side">
        {info.status === 'ended' && hasBegun && <End table={table} info={info} />}
        <Chat table={table} info={info} />
        {isDevelopment && info.game !== 'relay' && <aside class="panel demo" aria-label={w.demo}><h2>{w.demo}</h2><p>{w.demoText}</p><KillButtons /></aside>}
      </div>
    </main>
  );
}

function Fault({ table }: { table: Table }) {
  const w = t.value;
  const fault = table.fault.value;
  const again = table.again.value;
  return (
    <>
      {fault && <p class="fault strip" role="alert">{w.fault(fault.code, fault.message)} <button class="link" onClick={() => (table.fault.value = undefined)}>{w.dismiss}</button></p>}
      {again && again.by !== table.me && <p class="strip again" role="status">{w.againOffer(table.nameOf(again.by) ?? w.someone)} <button class="small" onClick={() => goTo({ room: again.room })}>{w.join}</button></p>}
    </>
  );
}

// Bots take what seats are free; then the game begins by itself.
async function begin(table: Table): Promise<void> {
  const info = table.info.peek();
  if (!info || info.status !== 'waiting') return;
  for (let free = info.max_players - info.players.length; free > 0; free--) {
    if (!(await table.ask(() => addBot(table.id)))) return;
  }
  await table.ask((room) => room.ready());
}
