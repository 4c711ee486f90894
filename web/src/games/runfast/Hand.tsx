import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/index.js';
import { sweep, toggle, type Selection } from '../../logic/hand.js';
import { CardFace, cardName } from './CardFace.js';

interface Props {
  cards: readonly string[];
  selection: Selection;
  set: (selection: Selection) => void;
  onKey: (key: string) => boolean;
}

/** The own cards: chosen by a click or a tap, by a sweep over several, or by arrow keys and space. */
export function Hand({ cards, selection, set, onKey }: Props) {
  const w = t.value;
  const list = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);
  const drag = useRef<{ from: string; start: Selection; last: string } | undefined>(undefined);
  const at = Math.min(focus, cards.length - 1);

  const cardAt = (event: PointerEvent): string | undefined =>
    (document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-card]') as HTMLElement | null)?.dataset.card;
  const onPointerDown = (event: PointerEvent): void => {
    const code = cardAt(event);
    if (event.button !== 0 || !code) return;
    drag.current = { from: code, start: selection, last: code };
    set(toggle(selection, code));
    setFocus(cards.indexOf(code));
  };
  const onPointerMove = (event: PointerEvent): void => {
    const code = drag.current && cardAt(event);
    if (!drag.current || !code || code === drag.current.last || !cards.includes(code)) return;
    drag.current.last = code;
    set(sweep(drag.current.start, cards, drag.current.from, code));
  };
  const end = (): void => void (drag.current = undefined);
  const go = (to: number): void => {
    const next = Math.max(0, Math.min(cards.length - 1, to));
    setFocus(next);
    list.current?.querySelectorAll<HTMLElement>('[data-card]')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const code = cards[at];
    if (event.key === 'ArrowRight') go(at + 1);
    else if (event.key === 'ArrowLeft') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(cards.length - 1);
    else if (code && (event.key === ' ' || event.key === 'ArrowUp' || event.key === 'ArrowDown')) set(event.key === ' ' || selection.has(code) !== (event.key === 'ArrowUp') ? toggle(selection, code) : selection);
    else if (!onKey(event.key)) return;
    event.preventDefault();
  };
  const half = (cards.length - 1) / 2;
  return (
    <>
    <div ref={list} class="hand" role="group" aria-label={w.hand} aria-describedby="hand-help" data-count={cards.length} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={end} onPointerCancel={end} onPointerLeave={end} onKeyDown={onKeyDown}>
      {cards.map((code, index) => (
        <button key={code} type="button" class="slot" data-card={code} aria-pressed={selection.has(code)} aria-label={cardName(code)} tabIndex={index === at ? 0 : -1} style={{ '--k': index - half }} onFocus={() => setFocus(index)}>
          <CardFace code={code} />
        </button>
      ))}
    </div>
    <p id="hand-help" class="unseen">{w.handHelp}</p>
    </>
  );
}
