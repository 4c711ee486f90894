import { useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { expectLoss, instance, isConnected } from '../net/connection.js';
import { killInstance } from '../net/lobby.js';
import { current } from './current.js';

/** Development: kills an instance, really. What becomes of the game is the demonstration. */
export function KillButtons() {
  const w = t.value;
  const owner = current.value?.info.value?.instance_id;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const kill = async (id: string): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      if (id === instance.peek()) expectLoss();
      await killInstance(id);
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      setFault(w.fault(code === 'forbidden' ? '' : code, message));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="kill">
      <button class="danger small" disabled={busy || !isConnected.value} onClick={() => void kill(instance.peek())}>{busy ? w.killing : w.killMine}</button>
      {owner && owner !== instance.value && <button class="danger small" disabled={busy} onClick={() => void kill(owner)}>{w.killOwner}</button>}
      {fault && <p class="fault" role="alert">{fault}</p>}
    </div>
  );
}
