import { api, el, fill, repeat, showTroubles, t } from "./common.js";

const table = document.getElementById("audit");

function row(entry, i) {
  const done = entry.outcome === "done";
  const when = new Date(entry.at);
  const cells = [
    el("td", { class: "wide" }, el("time", { datetime: when.toISOString() }, when.toLocaleString("sv-SE"))),
    el("td", {}, entry.actor, el("small", {}, entry.via)),
    el("td", {}, entry.from),
    el("td", {}, `${entry.action} ${entry.target}`, entry.detail ? el("small", {}, entry.detail) : null),
    el("td", {}, el("span", { class: done ? "good" : "bad" }, done ? t("done", "完成") : entry.outcome)),
  ];
  return { key: `${entry.at}-${entry.action}-${entry.target}-${i}`, stamp: "", cells };
}

repeat(3000, async () => {
  try {
    const audit = await api("audit?limit=200");
    showTroubles([], audit.fault ? t(`The list cannot be written: ${audit.fault}`, `无法写入记录：${audit.fault}`) : undefined);
    fill(table, audit.entries.map((entry, i) => row(entry, audit.entries.length - i)));
    document.getElementById("file").textContent = t(`Kept in ${audit.file}`, `保存于 ${audit.file}`);
  } catch (error) {
    showTroubles([], error.message);
  }
});
