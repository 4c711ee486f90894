import type { RoomInfo } from '@baize/client';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/index.js';
import type { Table } from '../net/table.js';
import { goTo } from '../nav.js';
import { Invite } from './Invite.js';
import { gameName } from './words.js';

export function TableHead({ table, info }: { table: Table; info: RoomInfo }) {
  const w = t.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const costsTheGame = info.status === 'playing' && info.game !== 'relay' && table.seat !== undefined;
  const leave = async (): Promise<void> => {
    await table.leave();
    goTo({});
  };
  return (
    <div class="table-head">
      <div class="title"><h1>{info.name || info.room_id}</h1><p>{gameName(info.game)}{table.seat === undefined && info.game !== 'relay' && <span class="pill">{w.watchers}</span>}</p></div>
      <Invite room={info.room_id} />
      <button id="leave" class="quiet small" onClick={() => (costsTheGame ? dialog.current?.showModal() : void leave())}>{w.leave}</button>
      <dialog ref={dialog} class="panel" aria-labelledby="leave-title">
        <h2 id="leave-title">{w.leaveTitle}</h2>
        <p>{w.leaveText}</p>
        <div class="row end"><button class="quiet" onClick={() => dialog.current?.close()}>{w.stay}</button><button class="danger" onClick={() => void leave()}>{w.leave}</button></div>
      </dialog>
    </div>
  );
}
