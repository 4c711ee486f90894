// Tables that are to be filled with bots as soon as their maker sits: the bots may then start the game.
const wanted = new Set<string>();

export function fillWithBots(room: string): void {
  wanted.add(room);
}

/** Whether it is to be; true once. */
export function takeWish(room: string): boolean {
  return wanted.delete(room);
}
