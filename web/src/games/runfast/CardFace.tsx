import { t } from '../../i18n/index.js';
import { isRed, parseCard } from '../../logic/cards.js';
import { SuitMark } from '../../ui/art.js';

/** A card, face up. */
export function CardFace({ code }: { code: string }) {
  const card = parseCard(code);
  return (
    <span class={`card ${isRed(card) ? 'red' : 'ink'}`} role="img" aria-label={cardName(code)}>
      <span class="corner" aria-hidden="true"><b>{card.face}</b><SuitMark suit={card.suit} /></span>
      <span class="middle" aria-hidden="true"><SuitMark suit={card.suit} /></span>
    </span>
  );
}

export function cardName(code: string): string {
  const { face, suit } = parseCard(code);
  return t.value.cardName(face, t.value.suit[suit]!);
}
