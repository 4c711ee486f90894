import type { ComboKind } from '../logic/combos.js';

const combos: Record<ComboKind, string> = { solo: 'Single', pair: 'Pair', straight: 'Straight', pairs: 'Pairs in a row', triples: 'Triples', bomb: 'Bomb' };

const reasons: Record<string, string> = {
  five_in_a_row: 'Five in a row', board_full: 'The board is full', time: 'Out of time', forfeit: 'The other side left', abandoned: 'Called off', first_out: 'First to be out of cards',
};

const faults: Record<string, string> = {
  room_not_found: 'There is no such table any more.', room_full: 'Every seat of that table is taken.', already_started: 'The game has begun already.',
  not_your_turn: 'It is not your turn.', forbidden: 'Only the host may do that.', unauthorized: 'Your session is over. Choose a name again.',
  unavailable: 'No server answers right now. Try again in a moment.', rate_limited: 'Too fast. Try again in a moment.', timeout: 'No answer came in time. Try again.',
  not_member: 'You are not at this table any more.', payload_too_large: 'That is too long.', connection_lost: 'The connection was lost on the way.',
};

export const en = {
  tagline: 'Sit down. The table stays.',
  lede: 'Every table here goes on when its server dies. Pull the plug and see.',
  playAs: 'You play as', nameHint: '1 to 32 characters', changeName: 'Change', saveName: 'Save name',
  languageName: 'English', otherLanguage: '中文', switchLanguage: '切换到中文',
  games: 'Games', tables: 'Tables', lobby: 'Lobby',
  gomoku: 'Gomoku', runFast: 'Run Fast', relay: 'Chat room', otherGame: (name: string) => name,
  gomokuAbout: 'Black and white in turn; five in a row wins.', runFastAbout: 'Sixteen cards each; the first with none left wins.', relayAbout: 'No rules, just words.',
  players: (count: number) => (count === 1 ? '1 player' : `${count} players`),
  playBots: 'Play now against bots', playBot: 'Play now against a bot', newTable: 'New table',
  search: 'Search tables and players', allGames: 'All games', filterGame: 'Game', filterStatus: 'Show',
  statusAll: 'All', statusOpen: 'Seats free', statusPlaying: 'In play',
  noTables: 'No table is open. Make one, and send a friend the link.', noMatches: 'No table fits. Search for less.', loading: 'Looking for tables…', olderTables: 'Older tables',
  listStale: 'The list is not fresh: no server answers.',
  openLink: 'Have a code or a link?', openLinkHint: 'Paste it here', open: 'Open', badLink: 'That is neither a table’s code nor an invite link.',
  join: 'Join', watch: 'Watch', back: 'Return', seats: (taken: number, all: number) => `${taken} of ${all} seats`, people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  status: { waiting: 'Waiting', playing: 'In play', ended: 'Over' } as Record<string, string>,
  yourTable: 'Your game goes on', returnTo: 'Return to it',
  create: 'Open the table', cancel: 'Cancel', tableName: 'Name of the table', tableNameHint: (name: string) => `${name}’s table`,
  turnTime: 'Time for a move', noLimit: 'No limit', seconds: (count: number) => `${count} s`, boardSize: 'Board', mustBeat: 'Who can beat must', spadeFirst: 'The first play holds ♠3', fillBots: 'Bots take the other seats',
  invite: 'Invite', copied: 'Link copied', inviteLink: 'Invite link', copy: 'Copy link',
  leave: 'Leave', leaveTitle: 'Leave the game?', leaveText: 'The game is running. If you leave, you give it up.', stay: 'Stay',
  toLobby: 'Back to the lobby', you: 'you', host: 'host', bot: 'bot', botName: (number: number) => `Bot ${number}`, away: 'away', free: 'Free seat', ready: 'Ready', notReady: 'Not ready',
  beReady: 'I’m ready', beNotReady: 'Wait, not yet', start: 'Start the game', addBot: 'Seat a bot', kick: (name: string) => `Put ${name} out`, watching: 'You are watching.', sitDown: 'Take a seat',
  waitingFor: 'Waiting for players', waitingReady: 'Waiting until all are ready', hostHint: 'All ready? The game begins by itself.',
  chat: 'Chat', message: 'Message', saySomething: 'Say something', send: 'Send', sending: 'sending…', committed: (seq: number) => `committed, no. ${seq}`, notSent: 'not sent', members: 'In this room', noWords: 'Nothing said yet.',
  joined: 'sat down', left: 'left', lost: 'lost the connection', cameBack: 'came back', wasKicked: 'was put out', isHost: 'is the host now', isReady: 'is ready', isNotReady: 'is not ready any more', started: 'The game begins.', toAll: 'To everyone',
  someone: 'Someone', notice: 'Notice',
  yourTurn: 'Your turn', turnOf: (name: string) => `${name}’s turn`, yourTurnTitle: '● Your turn',
  black: 'Black', white: 'White',
  board: (size: number) => `Gomoku board, ${size} by ${size}`, boardHelp: 'Arrow keys move, Enter places a stone.', empty: 'empty', placeAt: (point: string) => `Place at ${point}`, tapAgain: 'Tap again to place',
  moves: (count: number) => (count === 1 ? '1 stone' : `${count} stones`), lastMove: (who: string, point: string) => `${who}: ${point}`,
  play: 'Play', playWhat: (what: string) => `Play: ${what}`, pass: 'Pass', hint: 'Hint', clear: 'Clear', passed: 'Pass', hand: 'Your hand', handHelp: 'Left and right move, space chooses, Enter plays, H hints, P passes.',
  cards: (count: number) => (count === 1 ? '1 card' : `${count} cards`), lead: 'You lead: play anything.', follow: (what: string) => `Beat: ${what}`, mustPass: 'Nothing beats it: pass.', noCombo: 'Those make no play.', doesNotBeat: 'That does not beat it.', chooseCards: 'Choose cards.',
  combo: (kind: ComboKind, length: number) => (length > 1 ? `${combos[kind]} (${length})` : combos[kind]),
  suit: { S: 'spades', H: 'hearts', C: 'clubs', D: 'diamonds' } as Record<string, string>, cardName: (face: string, suit: string) => `${face} of ${suit}`,
  table: 'On the table', leads: (name: string) => `${name} leads`, played: (name: string, what: string) => `${name}: ${what}`, timeLeft: (seconds: number) => `${seconds} s left`,
  won: 'You won', lostGame: 'You lost', wonBy: (name: string) => `${name} won`, draw: 'A draw', over: 'The game is over', reason: (code: string) => reasons[code] ?? code,
  settlement: 'Settlement', cardsLeft: 'Cards left', points: 'Points', player: 'Player', again: 'Play again', againOffer: (name: string) => `${name} has set up the next game.`, showTable: 'Show the table',
  away300: 'Your server went away. Resuming…', offline: 'You are offline. Your seat is kept; resuming when the network is back.', resumed: (ms: string) => `Back after ${ms}. Nothing was missed.`, killed: (ms: string, instance: string) => `That server is dead. You were back after ${ms}, on ${instance}. Nothing was lost.`,
  moving: 'This server is leaving. You are being moved.', ms: (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`),
  connecting: 'Connecting…', connected: 'Connected', reconnecting: 'Resuming…', notConnected: 'Not connected',
  replaced: 'This table was opened in another window as well.', here: 'Go on here', closed: 'This table was closed.', kickedOut: 'You were put out by the host.', gone: 'You are not at this table any more.',
  place: 'Where you are', youAreOn: 'You are on', owner: 'The room’s owner', thisOne: 'this one', another: 'another', noneYet: 'none yet', trip: 'Round trip to the owner', position: 'Position in the log', connectTo: 'Connect to', automatic: 'Chosen for you', details: 'Servers',
  demo: 'Survival, demonstrated', demoText: 'Development mode: this really kills a server process. The game goes on.', killMine: 'Kill my server', killOwner: 'Kill the room’s owner', killing: 'Killing…',
  unknownGame: 'This page has no table for this game. You can talk here.', watchers: 'Watching', dismiss: 'Dismiss', code: 'Code',
  fault: (code: string, message: string) => faults[code] ?? message,
};

export type Words = typeof en;
