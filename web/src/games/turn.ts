import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.js';

/** The title of a tab in the background says when it is one's turn. */
export function useTurnTitle(isMyTurn: boolean, name: string): void {
  const word = t.value.yourTurnTitle;
  useEffect(() => {
    document.title = isMyTurn ? `${word} · ${name}` : `${name} · Baize`;
  }, [isMyTurn, name, word]);
}
