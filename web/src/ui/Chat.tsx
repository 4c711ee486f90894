import type { RoomInfo } from '@baize/client';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import type { Table } from '../net/table.js';
import type { Line } from '../net/talk.js';

const NEAR_END_PX = 80;

export function Chat({ table, info }: { table: Table; info: RoomInfo }) {
  const w = t.value;
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lines = table.talk.lines.value;
  useLayoutEffect(() => {
    const box = list.current;
    if (box && isAtEnd.current) box.scrollTop = box.scrollHeight;
  }, [lines]);
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const onScroll = (): void => void (isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => box.removeEventListener('scroll', onScroll);
  }, []);
  const say = (event: Event): void => {
    event.preventDefault();
    const words = text.trim();
    if (!words) return;
    isAtEnd.current = true;
    table.talk.say(words);
    setText('');
  };
  return (
    <section class="panel chat" aria-label={w.chat}>
      <h2>{w.chat}</h2>
      {info.game === 'relay' && <Roster info={info} me={table.me} />}
      <div class="scroll" ref={list} role="log" aria-live="polite" aria-label={w.chat} tabIndex={0}><ol id="lines">
        {lines.length === 0 && <li class="note">{w.noWords}</li>}
        {lines.map((line) => <LineItem key={line.key} line={line} me={table.me} />)}
      </ol></div>
      <form class="row say" onSubmit={say}>
        <input id="text" aria-label={w.message} placeholder={w.saySomething} maxLength={2000} autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button>{w.send}</button>
      </form>
    </section>
  );
}

function Roster({ info, me }: { info: RoomInfo; me: number }) {
  const w = t.value;
  return <ul id="roster" class="roster" aria-label={w.members}>{info.players.map((one) => <li key={one.user_id} class={one.connected ? '' : 'away'}>{one.name}{one.user_id === me && ` (${w.you})`}{!one.connected && ` (${w.away})`}</li>)}</ul>;
}

function LineItem({ line, me }: { line: Line; me: number }) {
  const w = t.value;
  const name = line.userId < 0 ? w.botName(-line.userId) : line.name || w.someone;
  if (line.kind === 'note') {
    const verbs: Record<string, string> = { join: w.joined, leave: w.left, disconnect: w.lost, reconnect: w.cameBack, kick: w.wasKicked, host: w.isHost };
    return <li class="note">{line.text === 'start' ? w.started : `${name} ${verbs[line.text] ?? line.text}`}</li>;
  }
  if (line.kind === 'loud') return <li class="note">{w.notice}: {line.text}</li>;
  const mark = line.failed ? w.notSent : line.seq === undefined ? w.sending : line.userId === me ? '✓' : '';
  return (
    <li class={line.userId === me ? 'mine' : ''} data-seq={line.seq}>
      <b>{name}</b> <span class="said">{line.text}</span>
      {mark && <small class={line.failed ? 'failed' : ''} {...(line.seq === undefined ? {} : { title: w.committed(line.seq) })}>{mark}</small>}
    </li>
  );
}
