import { useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import { inviteLink } from '../logic/route.js';

const SHOWN_MS = 2_500;

/** The link that opens this table: shared by the device where it can, else copied, else shown to be copied by hand. */
export function Invite({ room }: { room: string }) {
  const w = t.value;
  const [isCopied, setCopied] = useState(false);
  const link = inviteLink(location.origin, room);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link); // only https and loopback have a clipboard
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    } catch {
      // the link is there to be selected
    }
  };
  return (
    <>
      <button class="small" popovertarget="invite">{w.invite}</button>
      <div id="invite" popover="auto" class="panel invite" role="dialog" aria-label={w.inviteLink}>
        <label class="field">{w.inviteLink}<input readOnly value={link} onFocus={(event) => event.currentTarget.select()} /></label>
        <button class="small" onClick={() => void copy()}>{isCopied ? w.copied : w.copy}</button>
      </div>
    </>
  );
}
