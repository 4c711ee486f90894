import { act, api, confirmed, el, fill, repeat, showTroubles, span, t } from "./common.js";

const id = document.getElementById("room").dataset.id;
const closing = document.getElementById("close");
let closed = false;

function facts(record) {
  const room = record.room ?? {};
  const list = [
    [t("Name", "名称"), room.name],
    [t("Game", "游戏"), room.game],
    [t("Status", "状态"), room.status],
    [t("Owner", "所属实例"), record.owner || t("nobody", "无")],
    [t("Term", "任期"), record.term],
    [t("Seq", "序号"), record.seq],
    [t("Log", "日志"), record.log],
    [t("State", "状态大小"), `${record.state_bytes} B`],
    [t("Edges", "边缘实例"), record.edges.join(", ") || "–"],
    [t("Age", "存在"), room.created_at ? span(Date.now() - room.created_at) : "–"],
  ];
  document.getElementById("facts").replaceChildren(...list.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value ?? "–")))));
}

function members({ record, members }) {
  const all = new Map((record.room?.players ?? []).map((p) => [p.user_id, { ...p, at: [] }]));
  for (const { instance_id, members: here } of members)
    for (const m of here) {
      if (!all.has(m.user_id)) all.set(m.user_id, { user_id: m.user_id, name: m.name, seat: null, spectates: m.spectates, at: [] });
      all.get(m.user_id).at.push(m.connections > 1 ? `${instance_id} ×${m.connections}` : instance_id);
    }
  fill(document.getElementById("members"), [...all.values()].map((m) => {
    const seat = m.seat !== null && m.seat !== undefined ? String(m.seat + 1) : m.spectates ? t("watches", "观战") : "–";
    const at = m.at.join(", ") || (m.user_id < 0 ? t("bot", "机器人") : t("nowhere", "未连接"));
    const kick = el("button", { class: "quiet danger", onclick: () => kickOut(m) }, t("Kick", "移出"));
    kick.setAttribute("aria-label", t(`Kick ${m.name}`, `移出 ${m.name}`));
    return { key: String(m.user_id), stamp: [m.name, seat, at].join("|"), cells: [el("td", { class: "wide" }, String(m.user_id)), el("td", {}, m.name ?? ""), el("td", {}, seat), el("td", {}, at), el("td", { class: "actions" }, kick)] };
  }));
}

function log({ tail, seq }) {
  const list = document.getElementById("log");
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
  if (list.dataset.seq === String(seq)) return;
  list.dataset.seq = String(seq);
  list.replaceChildren(...tail.map((frame) => {
    const { type, seq: at, user_id, data } = frame;
    return el("li", {}, el("b", {}, `#${at}`), ` ${type}`, user_id ? ` ${t("by", "由")} ${user_id} ` : " ", el("code", {}, data === undefined ? "" : JSON.stringify(data)));
  }));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

async function kickOut(member) {
  if (await confirmed(t(`Kick ${member.name}?`, `移出 ${member.name}？`), t("The player loses the seat and is told so.", "玩家将失去座位并收到通知。"), t("Kick", "移出")))
    if (await act(() => api(`rooms/${id}/kick`, { user_id: member.user_id }), t(`${member.name} is out.`, `${member.name} 已移出。`))) look();
}

const look = repeat(1000, async () => {
  if (closed) return;
  try {
    const room = await api(`rooms/${id}?events=50`);
    showTroubles(room.members.filter((m) => m.fault).map((m) => ({ code: "instance_silent", subject: m.instance_id, detail: m.fault })));
    facts(room.record);
    members(room);
    log(room.record);
    closing.disabled = false;
  } catch (error) {
    closing.disabled = error.status === 404;
    if (error.status === 404) fill(document.getElementById("members"), []); // nobody is in what is no more
    showTroubles([], error.status === 404 ? t("There is no such room, or no longer.", "没有此房间，或已关闭。") : error.message);
  }
});

closing.addEventListener("click", async () => {
  const text = t("The game ends, all members are sent out, and its record is deleted.", "游戏结束，所有成员离开，记录被删除。");
  if (!await confirmed(t(`Close ${id}?`, `关闭 ${id}？`), text, t("Close room", "关闭房间"))) return;
  if (await act(() => api(`rooms/${id}/close`, {}), t("The room is closed.", "房间已关闭。"))) {
    closed = true;
    setTimeout(() => { location.href = "/rooms"; }, 1200);
  }
});
