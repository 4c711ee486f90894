// The last hour as charts: one line per instance.
/* global uPlot */
import { count, el, megabytes, t } from "./common.js";

const figures = [
  ["connections", t("Connections", "连接"), count],
  ["rooms", t("Rooms", "房间"), count],
  ["frames_in", t("Frames in per second", "每秒收帧"), count],
  ["deliveries", t("Deliveries per second", "每秒送达"), count],
  ["cpu", t("CPU, cores", "CPU（核）"), (v) => v.toFixed(2)],
  ["memory_bytes", t("Memory", "内存"), megabytes],
];
const hour = 3600;
const maxPoints = 1800;

export class Charts {
  #times = [];
  #series = new Map(); // instance → figure → values
  #plots = [];
  #shape = "";
  #place;
  #legend;
  #dark = matchMedia("(prefers-color-scheme: dark)");

  constructor(place, legend) {
    this.#place = place;
    this.#legend = legend;
    this.#dark.addEventListener("change", () => this.#draw(true));
    new ResizeObserver(() => this.#plots.forEach(({ plot, box }) => plot.setSize({ width: box.clientWidth, height: 150 }))).observe(place);
  }

  /** Begins anew with what the server remembers. */
  async load(ask) {
    const { times, instances } = await ask();
    this.#times = times;
    this.#series = new Map(Object.entries(instances).map(([id, of]) => [id, new Map(figures.map(([name]) => [name, of[name]]))]));
    this.#draw();
  }

  /** Adds a look at the platform. */
  add({ at, instances }) {
    if (at / 1000 <= (this.#times.at(-1) ?? 0)) return;
    this.#times.push(at / 1000);
    for (const i of instances)
      if (!this.#series.has(i.instance_id) && i.state !== "gone")
        this.#series.set(i.instance_id, new Map(figures.map(([name]) => [name, this.#times.slice(1).map(() => null)])));
    for (const [id, of] of this.#series) {
      const i = instances.find((x) => x.instance_id === id && (x.state === "active" || x.state === "draining"));
      for (const [name, values] of of) values.push(i ? i[name] : null);
    }
    const from = at / 1000 - hour;
    while (this.#times.length > maxPoints || this.#times[0] < from) {
      this.#times.shift();
      for (const of of this.#series.values()) for (const values of of.values()) values.shift();
    }
    for (const [id, of] of this.#series) if (of.get("connections").every((v) => v === null)) this.#series.delete(id);
    this.#draw();
  }

  get #isShort() {
    return (this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0) < 300;
  }

  #draw(anew = false) {
    const ids = [...this.#series.keys()].sort();
    const shape = ids.join("|");
    if (anew || shape !== this.#shape || this.#plots.length === 0) this.#build(ids);
    this.#shape = shape;
    this.#plots.forEach(({ plot, name }) => plot.setData(this.#data(ids, name)));
  }

  // uPlot shows a lone sample in a window of a thousand days: one without a value a minute before it keeps the window small.
  #data(ids, name) {
    const values = ids.map((id) => this.#series.get(id).get(name));
    return this.#times.length === 1 ? [[this.#times[0] - 60, this.#times[0]], ...values.map((of) => [null, ...of])] : [this.#times, ...values];
  }

  #build(ids) {
    this.#plots.forEach(({ plot }) => plot.destroy());
    const style = getComputedStyle(document.documentElement);
    const colours = Array.from({ length: 8 }, (_, i) => style.getPropertyValue(`--line-${i + 1}`).trim());
    const [ink, grid] = [style.getPropertyValue("--muted").trim(), style.getPropertyValue("--grid").trim()];
    const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font: "11px system-ui" };
    this.#legend.replaceChildren(...ids.map((id, i) => el("span", { class: `key line-${i % 8 + 1}` }, id)));
    const boxes = figures.map(([name, title]) => el("figure", { "data-figure": name }, el("figcaption", {}, title), el("div", {})));
    this.#place.replaceChildren(...boxes);
    this.#plots = figures.map(([name, , show], n) => {
      const box = boxes[n].lastChild;
      const plot = new uPlot({
        width: box.clientWidth || 300,
        height: 150,
        legend: { show: false },
        cursor: { points: { size: 6 }, drag: { x: false, y: false } },
        scales: { x: { time: true }, y: { range: (_, min, max) => [0, max > 0 ? max * 1.1 : 1] } },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((s) => new Date(s * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: this.#isShort ? "2-digit" : undefined })) },
          { ...axis, size: 60, values: (_, ticks) => ticks.map(show) },
        ],
        series: [{}, ...ids.map((id, i) => ({ label: id, stroke: colours[i % 8], width: 1.5, points: { show: false } }))],
      }, this.#data(ids, name), box);
      return { plot, name, box };
    });
  }
}
