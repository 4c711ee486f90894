import { t } from '../../i18n/index.js';
import type { Table } from '../../net/table.js';
import type { RunFastView } from './RunFastTable.js';

interface Line {
  user_id: number;
  cards_left: number;
  points: number;
}

/** Who owes what. */
export function Settlement({ table, view }: { table: Table; view: RunFastView }) {
  const w = t.value;
  const lines = (table.result.value?.details?.players as Line[] | undefined) ?? view.players.map(({ user_id, cards_left }) => ({ user_id, cards_left, points: NaN }));
  return (
    <table class="settlement">
      <caption class="unseen">{w.settlement}</caption>
      <thead><tr><th scope="col">{w.player}</th><th scope="col">{w.cardsLeft}</th><th scope="col">{w.points}</th></tr></thead>
      <tbody>
        {[...lines].sort((a, b) => b.points - a.points).map((line) => (
          <tr key={line.user_id} class={line.user_id === table.me ? 'mine' : ''}>
            <th scope="row">{table.nameOf(line.user_id) ?? w.someone}</th><td>{line.cards_left}</td><td>{Number.isNaN(line.points) ? '–' : line.points > 0 ? `+${line.points}` : `${line.points}`.replace('-', '−')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
