import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { instance, isConnected, moveTo, state } from '../net/connection.js';
import { listInstances, wanted, type Instance } from '../net/instances.js';
import { isDevelopment } from '../net/page.js';
import { current } from './current.js';
import { KillButtons } from './Kill.js';

function statusWord(): string {
  const w = t.value;
  switch (state.value.status) {
    case 'connected': return w.connected;
    case 'reconnecting': return w.reconnecting;
    case 'closed': return w.notConnected;
    default: return w.connecting;
  }
}

/** The discreet corner: a dot for the connection, and the instance for the curious. */
export function PlaceButton() {
  const w = t.value;
  return (
    <button class="place-button" popovertarget="place"><span class="unseen">{w.details}, {statusWord()} </span>
      <i class={`dot ${isConnected.value ? 'on' : 'off'}`} aria-hidden="true" /><span class="mono">{instance.value || '…'}</span>
    </button>
  );
}

export function PlacePanel() {
  const w = t.value;
  const table = current.value;
  const owner = table?.info.value?.instance_id;
  const trip = table?.tripMs.value;
  const [instances, setInstances] = useState<Instance[]>([]);
  const load = (): void => void listInstances().then(setInstances, () => undefined);
  useEffect(load, [instance.value]);
  return (
    <div id="place" popover="auto" class="panel place" role="dialog" aria-label={w.place} onToggle={(event) => void (event.newState === 'open' && load())}>
      <h2>{w.place}</h2>
      <dl class="facts">
        <div><dt>{w.youAreOn}</dt><dd><span id="mine" class="mono">{instance.value || '–'}</span> <small id="state">{statusWord()}</small></dd></div>
        {table && <div><dt>{w.owner}</dt><dd><span id="owner" class="mono">{owner || w.noneYet}</span>{owner && <small> ({owner === instance.value ? w.thisOne : w.another})</small>}</dd></div>}
        {table && <div><dt>{w.trip}</dt><dd id="trip">{trip === undefined ? '–' : `${trip.toFixed(1)} ms`}</dd></div>}
        {table && <div><dt>{w.position}</dt><dd id="position">{table.seq.value}</dd></div>}
      </dl>
      <label class="field">{w.connectTo}
        <select id="via" value={wanted.value ?? ''} onChange={(event) => moveTo(event.currentTarget.value || undefined)}>
          <option value="">{w.automatic}</option>
          {instances.map((one) => <option key={one.instance_id} value={one.instance_id}>{one.instance_id}</option>)}
        </select>
      </label>
      {isDevelopment && <section class="demo"><h3>{w.demo}</h3><p>{w.demoText}</p><KillButtons /></section>}
    </div>
  );
}
