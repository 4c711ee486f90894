import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { gameName } from './words.js';

interface Props {
  game: string;
  name: string;
  onCancel: () => void;
  onCreate: (room: { name: string; options: Record<string, unknown> }, bots: boolean) => void;
}

/** A new table, and how it is to be played. */
export function NewTable({ game, name, onCancel, onCreate }: Props) {
  const w = t.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [bots, setBots] = useState(false);
  const [title, setTitle] = useState('');
  const [seconds, setSeconds] = useState(game === 'gomoku' ? 0 : 20);
  const [size, setSize] = useState(15);
  const [mustBeat, setMustBeat] = useState(true);
  const [spadeFirst, setSpadeFirst] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const options = game === 'gomoku' ? { size, turn_seconds: seconds } : game === 'run-fast' ? { turn_seconds: seconds, must_beat: mustBeat, spade_three_first: spadeFirst } : {};
  const submit = (event: Event): void => {
    event.preventDefault();
    onCreate({ name: title.trim() || name, options }, bots);
  };
  return (
    <dialog ref={dialog} class="panel" aria-labelledby="new-title" onClose={onCancel} onClick={(event) => event.target === dialog.current && onCancel()}>
      <form class="stack" onSubmit={submit}>
        <h2 id="new-title">{w.newTable}: {gameName(game)}</h2>
        <label class="field">{w.tableName}<input value={title} maxLength={64} placeholder={name} autocomplete="off" onInput={(event) => setTitle(event.currentTarget.value)} /></label>
        {(game === 'gomoku' || game === 'run-fast') && (
          <label class="field">{w.turnTime}
            <select value={seconds} onChange={(event) => setSeconds(Number(event.currentTarget.value))}>
              {(game === 'gomoku' ? [0, 15, 30, 60, 180] : [10, 20, 40, 90]).map((each) => <option key={each} value={each}>{each === 0 ? w.noLimit : w.seconds(each)}</option>)}
            </select>
          </label>
        )}
        {game === 'gomoku' && (
          <label class="field">{w.boardSize}
            <select value={size} onChange={(event) => setSize(Number(event.currentTarget.value))}>{[9, 13, 15, 19].map((each) => <option key={each} value={each}>{each} × {each}</option>)}</select>
          </label>
        )}
        {game === 'run-fast' && <Check label={w.mustBeat} value={mustBeat} set={setMustBeat} />}
        {game === 'run-fast' && <Check label={w.spadeFirst} value={spadeFirst} set={setSpadeFirst} />}
        <Check label={w.fillBots} value={bots} set={setBots} />
        <div class="row end"><button type="button" class="quiet" onClick={onCancel}>{w.cancel}</button><button>{w.create}</button></div>
      </form>
    </dialog>
  );
}

function Check({ label, value, set }: { label: string; value: boolean; set: (value: boolean) => void }) {
  return <label class="check"><input type="checkbox" checked={value} onChange={(event) => set(event.currentTarget.checked)} />{label}</label>;
}
