import { t } from '../i18n/index.js';
import { instance, isMoving, isOnline, outage } from '../net/connection.js';

/** Says what became of the connection, in the header's place: it covers nothing that one plays with. */
export function Banner() {
  const w = t.value;
  const view = outage.value;
  let text = '';
  let kind = '';
  if (view.kind === 'away') [text, kind] = [isOnline.value ? w.away300 : w.offline, 'away'];
  else if (view.kind === 'back') [text, kind] = [view.asked ? w.killed(w.ms(view.tookMs), instance.value) : w.resumed(w.ms(view.tookMs)), 'back'];
  else if (!isOnline.value) [text, kind] = [w.offline, 'away'];
  else if (isMoving.value) [text, kind] = [w.moving, 'away'];
  return <div class={`banner ${kind}`} role="status" aria-live="polite">{text && <p>{kind === 'away' && <i class="spin" aria-hidden="true" />}{text}</p>}</div>;
}
