import { act, api, confirmed, count, el, fill, megabytes, number, repeat, say, showTroubles, span, t } from "./common.js";
import { Charts } from "./charts.js";

const table = document.getElementById("instances");
const totals = document.getElementById("totals");
const age = document.getElementById("age");
const charts = new Charts(document.getElementById("charts"), document.getElementById("legend"));
let seen = 0;

const states = {
  active: t("active", "运行中"),
  draining: t("draining", "排空中"),
  silent: t("silent", "无响应"),
  gone: t("gone", "已离开"),
};

function state(i) {
  const parts = [el("span", { class: `state ${i.state}` }, states[i.state] ?? i.state)];
  if (i.state === "draining" && i.drain_start) {
    const from = i.drain_start.connections + i.drain_start.rooms;
    const left = i.connections + i.rooms;
    parts.push(el("progress", { max: Math.max(1, from), value: Math.max(0, from - left), "aria-label": t("Drain", "排空进度") }));
    parts.push(el("small", {}, left === 0
      ? i.drain === "stay" ? t("empty, stays", "已清空，保留") : t("empty, leaving", "已清空，即将离开")
      : t(`${i.connections} connections, ${i.rooms} rooms left`, `剩 ${i.connections} 连接、${i.rooms} 房间`)));
  } else if (i.state === "gone") {
    parts.push(el("small", {}, i.drain_start ? t("drained", "已排空") : t("not drained", "未排空")));
  } else if (i.state === "active" && !i.ready) {
    parts.push(el("small", { class: "bad" }, i.reason ?? t("not ready", "未就绪")));
  } else if (!i.listed && i.state !== "gone") {
    parts.push(el("small", {}, t("not listed", "未登记")));
  }
  return el("td", { class: "wide" }, ...parts);
}

function actions(i) {
  const cell = el("td", { class: "actions" });
  if (i.state === "active") {
    cell.append(el("button", { class: "quiet", onclick: () => drain(i, false) }, t("Empty", "清空")));
    cell.append(el("button", { class: "quiet", onclick: () => drain(i, true) }, t("Drain", "排空")));
  }
  if (i.state === "draining")
    cell.append(el("button", { onclick: () => undrain(i) }, t("Undrain", "取消排空")));
  return cell;
}

async function drain(i, exit) {
  const text = exit
    ? t("It takes nothing new, hands its rooms and players over, and its process ends.", "它不再接受新连接，移交房间与玩家，然后进程结束。")
    : t("It takes nothing new, hands its rooms and players over, and stays, empty, until you undrain it.", "它不再接受新连接，移交房间与玩家，之后保持空闲，直到取消排空。");
  const title = exit ? t(`Drain ${i.instance_id}?`, `排空 ${i.instance_id}？`) : t(`Empty ${i.instance_id}?`, `清空 ${i.instance_id}？`);
  if (await confirmed(title, text, exit ? t("Drain", "排空") : t("Empty", "清空")))
    if (await act(() => api(`instances/${encodeURIComponent(i.instance_id)}/drain`, { exit }), t(`${i.instance_id} drains.`, `${i.instance_id} 正在排空。`))) look();
}

async function undrain(i) {
  if (await act(() => api(`instances/${encodeURIComponent(i.instance_id)}/undrain`, {}), t(`${i.instance_id} takes players again.`, `${i.instance_id} 重新接受玩家。`))) look();
}

function row(i, now) {
  const heard = i.state === "silent" || i.state === "gone";
  const cells = [
    el("td", { class: "wide" }, el("strong", {}, i.instance_id), el("small", {}, `${i.address}:${i.port} · pid ${i.pid}${i.uptime_ms ? ` · ${t("up", "已运行")} ${span(i.uptime_ms)}` : ""}`)),
    state(i),
    number(heard ? "–" : count(i.connections)),
    number(heard ? "–" : count(i.rooms)),
    number(heard ? "–" : count(i.frames_in)),
    number(heard ? "–" : count(i.deliveries)),
    number(heard ? "–" : `${Math.round(i.cpu * 100)} %`),
    number(heard || !i.memory_bytes ? "–" : megabytes(i.memory_bytes)),
    number(i.heartbeat_at ? span(now - i.heartbeat_at) : "–"),
    actions(i),
  ];
  return { key: i.instance_id, stamp: cells.map((c) => c.textContent).join("|") + (i.drain_start ? `${i.connections}/${i.rooms}` : ""), cells };
}

function tiles(sum) {
  const figures = [
    [t("Instances", "实例"), sum.instances],
    [t("Connections", "连接"), count(sum.connections)],
    [t("Rooms", "房间"), count(sum.rooms)],
    [t("Frames in/s", "收帧/秒"), count(sum.frames_in)],
    [t("Delivered/s", "送达/秒"), count(sum.deliveries)],
    [t("Commits/s", "提交/秒"), count(sum.commits)],
    ["CPU", `${Math.round(sum.cpu * 100)} %`],
    [t("Memory", "内存"), megabytes(sum.memory_bytes)],
  ];
  totals.replaceChildren(...figures.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))));
}

const look = repeat(1000, async () => {
  try {
    const now = await api("overview");
    showTroubles(now.troubles);
    tiles(now.totals);
    fill(table, now.instances.map((i) => row(i, now.at)));
    const old = Date.now() - now.at;
    age.textContent = now.at ? t(`${span(old)} ago`, `${span(old)}前`) : "";
    if (now.number !== seen) charts.add(now);
    seen = now.number;
  } catch (error) {
    showTroubles([], error.message);
  }
});

charts.load(() => api("history")).catch((error) => say(error.message, true));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) charts.load(() => api("history")).catch((error) => say(error.message, true)); // what was missed meanwhile
});

document.getElementById("announce").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = document.getElementById("announce-text");
  const told = await act(() => api("announce", { text: input.value }), (a) => {
    const missed = a.instances.filter((i) => i.fault).map((i) => i.instance_id);
    return t(`${a.connections} connections were told.`, `已告知 ${a.connections} 个连接。`) + (missed.length ? t(` Not reached: ${missed.join(", ")}.`, ` 未送达：${missed.join("、")}。`) : "");
  });
  if (told) input.value = "";
});
