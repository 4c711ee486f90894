import { useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { firstName, logIn, player } from '../net/player.js';

/** The guest's name. Another name is another player. */
export function NameForm({ id, submit, onDone }: { id: string; submit: string; onDone?: () => void }) {
  const w = t.value;
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const shown = text ?? player.value?.name ?? firstName;
  const changed = shown.trim() !== player.value?.name;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault('');
    try {
      await logIn(shown.trim());
      setText(undefined);
      onDone?.();
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      setFault(w.fault(code, message));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="name-form" onSubmit={(event) => void save(event)}>
      <label for={id}>{w.playAs}</label>
      <div class="row">
        <input id={id} value={shown} maxLength={32} required autocomplete="nickname" spellcheck={false} title={w.nameHint} onInput={(event) => setText(event.currentTarget.value)} />
        {(onDone || changed) && <button disabled={busy || shown.trim() === ''}>{submit}</button>}
      </div>
      {fault && <p class="fault" role="alert">{fault}</p>}
    </form>
  );
}
