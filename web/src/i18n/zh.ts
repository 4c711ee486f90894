import type { ComboKind } from '../logic/combos.js';
import type { Words } from './en.js';

const combos: Record<ComboKind, string> = { solo: '单张', pair: '对子', straight: '顺子', pairs: '连对', triples: '三带二', bomb: '炸弹' };

const reasons: Record<string, string> = {
  five_in_a_row: '五子连珠', board_full: '棋盘已满', time: '超时', forfeit: '对方离席', abandoned: '对局取消', first_out: '最先出完',
};

const faults: Record<string, string> = {
  room_not_found: '这张桌子已经不在了。', room_full: '这张桌子已坐满。', already_started: '对局已经开始。', not_your_turn: '还没轮到你。', forbidden: '只有房主可以这样做。',
  unauthorized: '登录已过期，请重新取名。', unavailable: '暂时没有服务器应答，请稍后再试。', rate_limited: '太快了，请稍后再试。', timeout: '没有及时收到回应，请再试一次。',
  not_member: '你已不在这张桌上。', payload_too_large: '内容太长了。', connection_lost: '连接中途断开。', illegal_move: '这样走不行。', bad_frame: '内容不符合要求。', internal: '出了点问题。',
};

export const zh: Words = {
  tagline: '请入座，牌局长在。',
  lede: '这里的每一张桌子，服务器倒下也照常进行。不信就拔掉电源试试。',
  playAs: '你的名字', nameHint: '1 到 32 个字', changeName: '改名', saveName: '保存名字',
  languageName: '中文', otherLanguage: 'English', switchLanguage: 'Switch to English',
  games: '游戏', tables: '牌桌', lobby: '大厅',
  gomoku: '五子棋', runFast: '跑得快', relay: '聊天室', otherGame: (name) => name,
  gomokuAbout: '黑白轮流落子，五子连珠为胜。', runFastAbout: '每人十六张，先出完者胜。', relayAbout: '没有规则，只管聊天。',
  players: (count) => `${count} 人`,
  playBots: '立即与机器人对战', playBot: '立即与机器人对战', newTable: '新开一桌',
  search: '搜索牌桌或玩家', allGames: '全部游戏', filterGame: '游戏', filterStatus: '显示',
  statusAll: '全部', statusOpen: '有空位', statusPlaying: '对局中',
  noTables: '还没有牌桌。开一桌，把链接发给朋友吧。', noMatches: '没有符合的牌桌，换个词试试。', loading: '正在查找牌桌…', olderTables: '更早的牌桌',
  listStale: '列表未更新：没有服务器应答。',
  openLink: '有房间号或邀请链接？', openLinkHint: '粘贴到这里', open: '打开', badLink: '这不是房间号，也不是邀请链接。',
  join: '加入', watch: '观战', back: '返回', seats: (taken, all) => `${taken} / ${all} 座`, people: (count) => `${count} 人`,
  status: { waiting: '等待中', playing: '对局中', ended: '已结束' },
  yourTable: '你的对局还在进行', returnTo: '返回对局',
  create: '开桌', cancel: '取消', tableName: '桌名', tableNameHint: (name) => `${name}的桌子`,
  turnTime: '每步时限', noLimit: '不限时', seconds: (count) => `${count} 秒`, boardSize: '棋盘', mustBeat: '有大必出', spadeFirst: '首出须含黑桃 3', fillBots: '其余座位由机器人补齐',
  invite: '邀请', copied: '链接已复制', inviteLink: '邀请链接', copy: '复制链接',
  leave: '离开', leaveTitle: '要离开对局吗？', leaveText: '对局正在进行，离开就等于认输。', stay: '留下',
  toLobby: '回到大厅', you: '你', host: '房主', bot: '电脑', botName: (number) => `机器人 ${number}`, away: '离线', free: '空位', ready: '已准备', notReady: '未准备',
  beReady: '准备', beNotReady: '取消准备', start: '开始对局', addBot: '添加机器人', kick: (name) => `请出 ${name}`, watching: '你正在观战。', sitDown: '入座',
  waitingFor: '等待玩家入座', waitingReady: '等待大家准备', hostHint: '全部准备好后，对局自动开始。',
  chat: '聊天', message: '消息', saySomething: '说点什么', send: '发送', sending: '发送中…', committed: (seq) => `已保存，第 ${seq} 条`, notSent: '未发出', members: '房间成员', noWords: '还没有人说话。',
  joined: '入座', left: '离开了', lost: '断线了', cameBack: '回来了', wasKicked: '被请出', isHost: '成为房主', isReady: '已准备', isNotReady: '取消了准备', started: '对局开始。', toAll: '全服公告',
  someone: '某人', notice: '通知',
  yourTurn: '轮到你了', turnOf: (name) => `轮到 ${name}`, yourTurnTitle: '● 轮到你了',
  black: '黑', white: '白',
  board: (size) => `五子棋棋盘，${size} 乘 ${size}`, boardHelp: '方向键移动，回车落子。', empty: '空', placeAt: (point) => `落子于 ${point}`, tapAgain: '再点一次落子',
  moves: (count) => `${count} 手`, lastMove: (who, point) => `${who}：${point}`,
  play: '出牌', playWhat: (what) => `出牌：${what}`, pass: '不出', hint: '提示', clear: '重选', passed: '不出', hand: '你的手牌', handHelp: '左右键移动，空格选牌，回车出牌，H 提示，P 不出。',
  cards: (count) => `${count} 张`, lead: '由你领出，任意牌型。', follow: (what) => `要压过：${what}`, mustPass: '没有能压过的牌，只能不出。', noCombo: '这些牌不成牌型。', doesNotBeat: '压不过。', chooseCards: '请选牌。',
  combo: (kind, length) => (length > 1 ? `${combos[kind]}（${length}）` : combos[kind]),
  suit: { S: '黑桃', H: '红桃', C: '梅花', D: '方块' }, cardName: (face, suit) => `${suit} ${face}`,
  table: '桌面', leads: (name) => `${name} 领出`, played: (name, what) => `${name}：${what}`, timeLeft: (seconds) => `剩 ${seconds} 秒`,
  won: '你赢了', lostGame: '你输了', wonBy: (name) => `${name} 获胜`, draw: '和棋', over: '对局结束', reason: (code) => reasons[code] ?? code,
  settlement: '结算', cardsLeft: '剩余', points: '得分', player: '玩家', again: '再来一局', againOffer: (name) => `${name} 开好了下一局。`, showTable: '查看牌桌',
  away300: '你的服务器离线了，正在恢复…', offline: '你已断网。座位为你保留，网络恢复后自动接续。', resumed: (ms) => `${ms} 后恢复，没有错过任何内容。`, killed: (ms, instance) => `那台服务器已被杀死。${ms} 后你已接入 ${instance}，什么都没丢。`,
  moving: '这台服务器即将离开，正在为你迁移。', ms: (ms) => (ms < 1000 ? `${Math.round(ms)} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`),
  connecting: '连接中…', connected: '已连接', reconnecting: '恢复中…', notConnected: '未连接',
  replaced: '你在另一个窗口也打开了这里。', here: '在这里继续', closed: '这张桌子已关闭。', kickedOut: '你被房主请出。', gone: '你已不在这张桌上。',
  place: '所在位置', youAreOn: '你所在的实例', owner: '房间所在实例', thisOne: '同一台', another: '另一台', noneYet: '尚无', trip: '到房间的往返', position: '日志位置', connectTo: '连接到', automatic: '自动选择', details: '服务器',
  demo: '故障演示', demoText: '开发模式：这会真的杀死一个服务器进程。对局照常进行。', killMine: '杀死我的服务器', killOwner: '杀死房间所在的服务器', killing: '正在杀死…',
  unknownGame: '本页没有这个游戏的牌桌，但可以聊天。', watchers: '观战', dismiss: '关闭', code: '房间号',
  fault: (code, message) => faults[code] ?? message,
};
