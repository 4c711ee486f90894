// Which cards of a hand are chosen.

export type Selection = ReadonlySet<string>;

export function toggle(selection: Selection, code: string): Selection {
  const next = new Set(selection);
  if (!next.delete(code)) next.add(code);
  return next;
}

/** A sweep over the hand: all from one card to another become what the first one became. */
export function sweep(start: Selection, hand: readonly string[], from: string, to: string): Selection {
  const [a, b] = [hand.indexOf(from), hand.indexOf(to)].sort((x, y) => x - y) as [number, number];
  const chosen = !start.has(from);
  const next = new Set(start);
  for (const code of hand.slice(a, b + 1)) {
    if (chosen) next.add(code);
    else next.delete(code);
  }
  return next;
}

/** What is left of a selection when the hand has changed: cards that are gone are not chosen. */
export function keep(selection: Selection, hand: readonly string[]): Selection {
  const kept = hand.filter((code) => selection.has(code));
  return kept.length === selection.size ? selection : new Set(kept);
}
