// What all pages share: asking the server, building elements, telling what is wrong.
const chinese = document.documentElement.lang.startsWith("zh");
const csrf = document.querySelector("meta[name=csrf]").content;

/** The text of the page's language. */
export const t = (english, inChinese) => chinese ? inChinese : english;

/** An element; children that are strings are text, never markup. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((c) => c !== null && c !== undefined));
  return element;
}

/** Asks the server. Without a session goes to the login. */
export async function api(path, body, signal) {
  const post = body !== undefined;
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method: post ? "POST" : "GET",
      headers: post ? { "Content-Type": "application/json", "X-CSRF-Token": csrf } : {},
      body: post ? JSON.stringify(body) : undefined,
      signal: signal ?? AbortSignal.timeout(15_000),
    });
  } catch {
    throw new Error(t("The admin process does not answer.", "管理进程没有响应。"));
  }
  if (response.status === 401) {
    location.href = `/login?to=${encodeURIComponent(location.pathname + location.search)}`;
    return new Promise(() => {}); // the page goes
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? `${response.status}`), { status: response.status, code: answer.code });
  return answer;
}

/** Does something again and again while the page is seen; one at a time. */
export function repeat(everyMs, work) {
  let timer, running = false, again = false;
  const run = async () => {
    clearTimeout(timer);
    if (running) return void (again = true);
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
    if (!document.hidden) timer = setTimeout(run, everyMs);
  };
  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : run());
  run();
  return run;
}

const toast = document.getElementById("toast");
let toastTimer;

/** Says something for a moment. */
export function say(text, isBad = false) {
  clearTimeout(toastTimer);
  toast.textContent = text;
  toast.className = isBad ? "shown bad" : "shown";
  toastTimer = setTimeout(() => { toast.className = ""; }, isBad ? 8000 : 4000);
}

/** Does what was asked for and says what became of it. */
export async function act(work, done) {
  try {
    const answer = await work();
    say(typeof done === "function" ? done(answer) : done);
    return answer;
  } catch (error) {
    say(error.message, true);
    return null;
  }
}

/** Asks whether to go on. */
export function confirmed(title, text, yes) {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = title;
  document.getElementById("ask-text").textContent = text;
  document.getElementById("ask-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

const kinds = {
  api_away: (s, d) => t(`The API at ${s} does not answer. Instances are shown as it last listed them. ${d}`, `API（${s}）没有响应，显示的是它最后给出的实例。${d}`),
  redis_away: (_, d) => t(`Redis is away. Games on one instance go on; moves wait or are refused until it is back. ${d}`, `Redis 不可用。同一实例内的信号继续；操作需等待其恢复。${d}`),
  instance_silent: (s, d) => t(`Instance ${s} does not answer. ${d} Its rooms go on elsewhere if it is dead.`, `实例 ${s} 没有响应。${d} 若已停止，其房间会在别处继续。`),
  instance_gone: (s) => t(`Instance ${s} has gone without a drain; its rooms were taken over.`, `实例 ${s} 未经排空即消失，其房间已被接管。`),
  not_ready: (s, d) => t(`Instance ${s} takes no new players: ${d || "not ready"}.`, `实例 ${s} 不接受新玩家：${d}。`),
  no_instance: (_, d) => t(`No game server answers. ${d}`, `没有游戏服务器响应。${d}`),
  single: (_, d) => t(`Single-instance mode: nothing is shared, rooms live in memory. (${d})`, `单实例模式：无共享，房间仅在内存中。（${d}）`),
};

/** Shows what is wrong, worst first. */
export function showTroubles(troubles, fault) {
  const lines = troubles.map(({ code, subject, detail }) => [kinds[code]?.(subject, detail) ?? `${code} ${subject} ${detail}`, code === "single" ? "note" : "bad"]);
  if (fault) lines.unshift([fault, "bad"]);
  const section = document.getElementById("troubles");
  const text = JSON.stringify(lines);
  if (section.dataset.shown === text) return; // or a screen reader would read it again and again
  section.dataset.shown = text;
  section.replaceChildren(...lines.map(([line, kind]) => el("p", { class: `trouble ${kind}` }, line.trim())));
}

/** Fills a table's body; a row keeps its element, and so its focus, as long as its key and content stay. */
export function fill(table, rows) {
  const body = table.tBodies[0];
  const titles = [...table.tHead.rows[0].cells].map((c) => c.textContent.trim());
  const old = new Map([...body.rows].map((r) => [r.dataset.key, r]));
  const next = rows.map(({ key, stamp, cells }) => {
    const kept = old.get(key);
    if (kept && kept.dataset.stamp === stamp) return kept;
    const row = el("tr", { "data-key": key, "data-stamp": stamp });
    cells.forEach((cell, i) => row.append(cell instanceof HTMLTableCellElement ? cell : el("td", {}, cell)));
    [...row.cells].forEach((cell, i) => cell.setAttribute("data-title", titles[i] ?? ""));
    if (kept?.contains(document.activeElement)) {
      const at = [...kept.querySelectorAll("button, a")].indexOf(document.activeElement);
      queueMicrotask(() => row.querySelectorAll("button, a")[at]?.focus());
    }
    return row;
  });
  const same = body.rows.length === next.length && next.every((r, i) => body.rows[i] === r);
  if (!same) body.replaceChildren(...next);
}

/** A cell for a number. */
export const number = (text) => el("td", { class: "number" }, text);

export const count = (n) => n >= 10_000 ? Math.round(n).toLocaleString("en") : n >= 100 || Number.isInteger(n) ? String(Math.round(n)) : n.toFixed(1);
export const megabytes = (bytes) => bytes >= 1 << 30 ? `${(bytes / (1 << 30)).toFixed(2)} GB` : `${Math.round(bytes / (1 << 20))} MB`;

/** A span as people say it. */
export function span(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return t(`${s} s`, `${s} 秒`);
  if (s < 3600) return t(`${Math.floor(s / 60)} min`, `${Math.floor(s / 60)} 分`);
  if (s < 86_400) return t(`${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`, `${Math.floor(s / 3600)} 时 ${Math.floor(s / 60) % 60} 分`);
  return t(`${Math.floor(s / 86_400)} d ${Math.floor(s / 3600) % 24} h`, `${Math.floor(s / 86_400)} 天 ${Math.floor(s / 3600) % 24} 时`);
}

document.getElementById("language").addEventListener("click", () => {
  document.cookie = `baize_admin_lang=${chinese ? "en" : "zh"}; path=/; max-age=31536000; samesite=strict`;
  location.reload();
});
