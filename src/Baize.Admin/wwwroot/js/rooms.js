import { api, count, el, fill, number, repeat, showTroubles, span, t } from "./common.js";

const form = document.getElementById("search");
const table = document.getElementById("rooms");
const fields = ["q", "game", "status", "instance"].map((id) => document.getElementById(id));
const [back, next] = [document.getElementById("back"), document.getElementById("next")];
const pageSize = 50;
let offset = 0;

const given = new URLSearchParams(location.search);
for (const field of fields) {
  const value = given.get(field.id);
  if (value && field.tagName === "SELECT" && ![...field.options].some((o) => o.value === value)) field.append(el("option", { value }, value));
  if (value) field.value = value;
}

const statuses = { waiting: t("waiting", "等待中"), playing: t("playing", "进行中"), ended: t("ended", "已结束") };

function offer(select, values) {
  const missing = values.filter((v) => ![...select.options].some((o) => o.value === v));
  select.append(...missing.map((v) => el("option", { value: v }, v)));
}

function row(room) {
  const connected = room.players.filter((p) => p.connected).length;
  const members = `${room.players.length}${room.max_players ? `/${room.max_players}` : ""}`;
  const cells = [
    el("td", { class: "wide" }, el("a", { href: `/rooms/${room.room_id}` }, room.room_id)),
    el("td", {}, room.name ?? ""),
    el("td", {}, room.game),
    el("td", {}, el("span", { class: `state ${room.status}` }, statuses[room.status] ?? room.status)),
    number(connected === room.players.length ? members : t(`${members}, ${connected} online`, `${members}，${connected} 在线`)),
    el("td", {}, room.instance_id || t("nobody", "无")),
    number(span(Date.now() - room.created_at)),
  ];
  return { key: room.room_id, stamp: cells.map((c) => c.textContent).join("|"), cells };
}

const search = repeat(2000, async () => {
  const query = new URLSearchParams(fields.filter((f) => f.value.trim()).map((f) => [f.id, f.value.trim()]));
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  try {
    const [found, now] = await Promise.all([api(`rooms?${query}&offset=${offset}&limit=${pageSize}`), api("overview")]);
    showTroubles(now.troubles, found.fault ? t(`The rooms cannot be read: ${found.fault}`, `无法读取房间：${found.fault}`) : undefined);
    offer(fields[1], found.games);
    offer(fields[3], now.instances.filter((i) => i.state !== "gone").map((i) => i.instance_id));
    fill(table, found.rooms.map(row));
    const to = offset + found.rooms.length;
    document.getElementById("found").textContent = found.found === 0 ? t("No room is like that.", "没有符合的房间。")
      : t(`${offset + 1}–${to} of ${count(found.found)} found, ${count(found.total)}${found.is_complete ? "" : "+"} rooms in all`, `第 ${offset + 1}–${to} 个，共找到 ${count(found.found)} 个，总计 ${count(found.total)} 个房间`);
    document.getElementById("age").textContent = found.indexed_at ? t(`${span(Date.now() - found.indexed_at)} ago`, `${span(Date.now() - found.indexed_at)}前`) : "";
    back.disabled = offset === 0;
    next.disabled = to >= found.found;
    if (offset > 0 && found.rooms.length === 0) page(-1);
  } catch (error) {
    showTroubles([], error.message);
  }
});

function page(by) {
  offset = Math.max(0, offset + by * pageSize);
  search();
}

function anew() {
  offset = 0;
  search();
}

form.addEventListener("submit", (event) => { event.preventDefault(); anew(); });
fields.forEach((field) => field.addEventListener("input", anew));
back.addEventListener("click", () => page(-1));
next.addEventListener("click", () => page(1));
