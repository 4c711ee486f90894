import { t } from '../i18n/index.js';
import type { Table } from '../net/table.js';
import { goTo } from '../nav.js';

const watchable = ['room_full', 'already_started'];

/** No longer, or not yet, at the table; and what can be done about it. */
export function Gone({ table, code }: { table: Table; code: string }) {
  const w = t.value;
  const text = code === 'closed' ? w.closed : code === 'kicked' ? w.kickedOut : code === 'left' || code === 'removed' ? w.gone : w.fault(code, w.gone);
  return (
    <main class="page narrow">
      <section class="panel stack">
        <p role="alert">{text}</p>
        <div class="row">
          {watchable.includes(code) && <button onClick={() => goTo({ room: table.id, watch: true })}>{w.watch}</button>}
          <button class="quiet" onClick={() => goTo({})}>{w.toLobby}</button>
        </div>
      </section>
    </main>
  );
}
