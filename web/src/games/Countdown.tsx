import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.js';
import type { Table } from '../net/table.js';

const TICK_MS = 200;
const URGENT_S = 5;

/** What is left of the time for a move: a number, and a ring that empties. */
export function Countdown({ table, deadlineAt }: { table: Table; deadlineAt: number }) {
  const left = (): number => table.clock.until(deadlineAt, Date.now());
  const [ms, setMs] = useState(left);
  const total = table.timer.value?.deadlineAt === deadlineAt ? table.timer.value.durationMs : 20_000;
  useEffect(() => {
    setMs(left());
    const timer = setInterval(() => setMs(left()), TICK_MS);
    return () => clearInterval(timer);
  }, [deadlineAt]);
  const seconds = Math.ceil(ms / 1000);
  return (
    <span class={`countdown ${seconds <= URGENT_S ? 'urgent' : ''}`} role="timer" aria-label={t.value.timeLeft(seconds)}>
      <svg viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="15.900" /><circle class="left" cx="18" cy="18" r="15.900" pathLength={100} stroke-dasharray={`${Math.min(100, (ms / total) * 100)} 100`} /></svg>
      <span aria-hidden="true">{seconds}</span>
    </span>
  );
}
