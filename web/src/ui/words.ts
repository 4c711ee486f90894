import type { PlayerInfo } from '@baize/client';
import { t } from '../i18n/index.js';

/** A game's name, in the language of the moment where the page knows it. */
export function gameName(game: string, name?: string): string {
  const w = t.value;
  return game === 'gomoku' ? w.gomoku : game === 'run-fast' ? w.runFast : game === 'relay' ? w.relay : w.otherGame(name ?? game);
}

/** A player's name. Bots have none of their own: they are numbered by their seats. */
export function playerName(player: Pick<PlayerInfo, 'user_id' | 'name'>): string {
  return player.user_id < 0 ? t.value.botName(-player.user_id) : player.name;
}
