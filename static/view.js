// Draws the timeline while its window moves; takes the server's marks over, so that nothing jumps.

import { adopt, dress, nameBar, newBar, newMark, pool, put, rowOf, setText, taken } from "./elements.js";
import { bars, binDays, count, drawn, labels, mostMarks, need, place, readDays, readMarks } from "./layout.js";
import { around, dayNumber, inWords, isoDay, label, middle, nearest, ticks, withParams } from "./time.js";

const REST = 160; // ms without a movement after which rows are laid out anew
const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

export class Board {
  /** `onRest` hears the parameters of the address where the window came to rest. */
  constructor(card, onRest) {
    this.card = card;
    this.onRest = onRest;
    this.tl = card.querySelector(".tl");
    this.axis = card.querySelector(".axis");
    this.grid = card.querySelector(".grid");
    this.over = card.querySelector(".over");
    this.today = dayNumber(this.tl.dataset.today);
    this.view = { start: dayNumber(this.tl.dataset.start), end: dayNumber(this.tl.dataset.end) };
    this.fit = new URL(location.href).searchParams.get("zoom") === "fit";
    this.links = "framed" in card.dataset ? null : location.href.split("#")[0];
    this.lanes = [...card.querySelectorAll(".lane")].map((element) => adopt(element));
    new ResizeObserver(() => this.measureWidth()).observe(this.axis);
    this.measureWidth();
    this.load();
  }

  // Not asked in every frame: it would lay out the page each time.
  measureWidth() {
    const width = this.axis.clientWidth || 1;
    if (this.width && width !== this.width) this.soon();
    this.width = width;
  }

  get days() {
    return this.view.end - this.view.start;
  }

  async load() {
    const answer = await fetch(this.tl.dataset.board);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { lanes, marks } = await answer.json();
    const known = new Map(lanes.map((lane) => [lane.key, lane]));
    for (const lane of this.lanes) {
      const { from = [], until = [] } = known.get(lane.key) ?? {};
      lane.from = readDays(from);
      lane.until = readDays(until);
    }
    this.whole = Boolean(marks);
    if (marks) this.deal(readMarks(marks), { start: -Infinity, end: Infinity }, []);
    this.loaded = true;
    if (marks) this.rest();
    else await this.reach();
  }

  deal(marks, stretch, crowded) {
    for (const lane of this.lanes) {
      lane.marks = marks.filter((mark) => mark.lane === lane.key);
      lane.stretch = crowded.includes(lane.key) ? null : stretch;
      if (lane.rows) this.layOut(lane, lane.layout);
    }
  }

  /** Fetch the marks of the window and as much on either side. */
  async reach() {
    if (this.whole || !this.loaded || this.asking) return;
    const { start, end } = this.view;
    const asked = this.stretch;
    const margin = this.days / 2;
    if (asked && asked.start <= start - margin && asked.end >= end + margin && asked.days <= this.days * 6) return;
    const stretch = { start: Math.floor(start - this.days), end: Math.ceil(end + this.days) };
    const sparse = this.lanes.some((lane) => count(lane, this.view) <= this.most);
    if (!sparse) return;
    this.asking = true;
    try {
      const address = withParams(new URL(this.tl.dataset.board, location.href).href, { start: isoDay(stretch.start), end: isoDay(stretch.end) });
      const answer = await fetch(address);
      if (!answer.ok) return;
      const { marks, crowded } = await answer.json();
      this.stretch = { ...stretch, days: stretch.end - stretch.start };
      this.deal(readMarks(marks), stretch, crowded);
    } finally {
      this.asking = false;
    }
    this.rest();
  }

  get most() {
    return mostMarks(this.lanes.map((lane) => count(lane, this.view)));
  }

  set(view) {
    this.view = view;
    this.fit = false;
    this.moved = true;
    this.soon();
  }

  run = 0;

  /** End what glides. */
  stop() {
    this.run += 1;
  }

  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
    this.reach();
  }

  draw() {
    if (!this.loaded) return;
    this.drawTicks();
    this.drawStrip();
    const most = this.most;
    for (const lane of this.lanes) this.drawLane(lane, most);
  }

  drawTicks() {
    const found = ticks(this.view);
    const lines = pool(this.grid, "gl", found.length);
    const names = pool(this.axis, "", found.length);
    found.forEach((tick, n) => {
      const left = this.at(tick.at);
      const x = Math.max(left, 0);
      const w = Math.min(this.at(tick.end), 100) - x;
      lines[n].className = tick.major ? "gl y" : "gl";
      names[n].className = tick.major ? "yr" : "mo";
      put(lines[n], "--x", left < 0 ? -1 : left);
      put(names[n], "--x", tick.major ? x : left);
      put(names[n], "--w", w);
      setText(names[n], (tick.major ? w > 7 : left >= 0 && w > 1) ? label(tick, locale) : "");
    });
    const now = this.at(this.today);
    const line = this.grid.querySelector(".now");
    line.hidden = now < 0 || now > 100;
    put(line, "--x", now);
    const future = this.grid.querySelector(".future");
    future.hidden = now > 100;
    put(future, "--x", Math.max(now, 0));
    setText(this.card.querySelector("#tlh"), inWords(this.view, locale, this.card.dataset.to));
  }

  at(day) {
    return ((day - this.view.start) * 100) / this.days;
  }

  drawStrip() {
    const low = dayNumber(this.over.dataset.start);
    const days = dayNumber(this.over.dataset.end) - low;
    const window = this.over.querySelector(".ow");
    const share = (day) => Math.min(Math.max(((day - low) * 100) / days, 0), 100);
    put(window, "--x", share(this.view.start));
    put(window, "--w", Math.max(0.4, share(this.view.end) - share(this.view.start)));
    this.onDraw?.();
  }

  drawLane(lane, most) {
    const many = count(lane, this.view);
    const known = lane.stretch && lane.stretch.start <= this.view.start && lane.stretch.end >= this.view.end;
    const asBars = many > most || (!known && many > 0 && !lane.marks?.length);
    if (asBars) this.drawBars(lane);
    else this.drawMarks(lane);
  }

  drawBars(lane) {
    const size = binDays(this.view);
    const found = bars(lane, this.view, size);
    if (lane.size !== size || !lane.top) this.measure(lane, size);
    const row = rowOf(lane, 0, false);
    const seen = new Set();
    for (const [n, bar] of found.entries()) {
      const id = `bar ${n}`; // not of its days, so that a zoom makes no new elements
      seen.add(id);
      const element = taken(lane, id, row, newBar);
      put(element, "--x", this.at(bar.from));
      put(element, "--w", (size * 100) / this.days);
      put(element, "--h", Math.max(3, Math.min(26, (26 * bar.count) / lane.top)));
      setText(element.lastChild, String(bar.count));
      element.bar = bar;
    }
    this.sweep(lane, seen);
    this.finish(lane, found.reduce((sum, bar) => sum + bar.count, 0), 0);
  }

  measure(lane, size) {
    const wide = { start: this.view.start - this.days, end: this.view.end + this.days };
    lane.size = size;
    lane.top = Math.max(1, ...bars(lane, wide, size).map((bar) => bar.count));
  }

  drawMarks(lane) {
    if (!lane.layout) this.layOut(lane, null);
    const rows = [];
    const bare = [];
    for (const mark of lane.marks ?? []) {
      const found = drawn(mark, this.view);
      if (!found) continue;
      const row = lane.layout.of.get(mark.id);
      if (row === undefined) bare.push({ mark, found });
      else (rows[row] ??= []).push({ mark, found });
    }
    const seen = new Set();
    rows.forEach((members, row) => this.drawRow(lane, row, members, seen));
    this.drawBare(lane, bare, seen);
    this.sweep(lane, seen);
    this.finish(lane, seen.size, bare.length);
  }

  drawRow(lane, row, members, seen) {
    const width = this.width;
    members.sort((a, b) => a.found.x - b.found.x || (a.mark.id < b.mark.id ? -1 : 1));
    const inPixels = members.map(({ mark, found }) => ({
      x: (found.x * width) / 100, w: (found.w * width) / 100, need: need(mark), kind: found.kind,
    }));
    const told = labels(inPixels, width);
    const element = rowOf(lane, row, lane.layout.rows[row].tall);
    members.forEach(({ mark, found }, n) => {
      seen.add(mark.id);
      this.drawMark(lane, element, mark, found, told[n]);
    });
  }

  drawBare(lane, bare, seen) {
    if (!bare.length) return;
    const element = rowOf(lane, lane.layout.rows.length, false);
    for (const { mark, found } of bare) {
      const x = found.kind === "dl" ? found.x + found.w : found.x;
      seen.add(mark.id);
      this.drawMark(lane, element, mark, { kind: "pt", x, w: 0 }, { bare: true });
    }
  }

  drawMark(lane, row, mark, found, told) {
    const element = taken(lane, mark.id, row, () => newMark(mark, this.links));
    element.named = mark.name;
    dress(element, mark, found, told);
  }

  /** Take away what is out of sight. */
  sweep(lane, seen) {
    for (const [id, element] of lane.shown) {
      if (seen.has(id)) continue;
      if (element === document.activeElement) this.tl.focus({ preventScroll: true });
      element.remove();
      lane.shown.delete(id);
    }
  }

  finish(lane, many, more) {
    if (many && lane.element.hidden) lane.element.hidden = false;
    for (const row of lane.rows) if (row.hidden && row.childElementCount) row.hidden = false;
    setText(lane.number, String(many));
    lane.many = many;
    lane.more.hidden = more === 0;
    setText(lane.more.querySelector("b"), String(more));
  }

  layOut(lane, kept) {
    const width = this.width;
    lane.layout = place(lane.marks ?? [], width / this.days, this.today, kept);
    lane.scale = width / this.days;
  }

  /** Rows anew where the scale changed; empty rows and lanes close. */
  rest() {
    clearTimeout(this.resting);
    if (!this.loaded) return;
    const scale = this.width / this.days;
    for (const lane of this.lanes) {
      lane.top = 0;
      if (lane.scale && Math.abs(lane.scale / scale - 1) > 1e-6) lane.layout = null;
    }
    this.draw();
    let total = 0;
    for (const lane of this.lanes) {
      for (const row of lane.rows) row.hidden = !row.childElementCount;
      lane.element.hidden = lane.many === 0;
      total += lane.many;
    }
    this.card.querySelector(".empty").hidden = total > 0;
    this.nameMarks(total);
    this.later?.();
    this.later = null;
    const zoom = nearest(this.view);
    for (const link of this.card.querySelectorAll("[data-zoom]")) {
      if (link.dataset.zoom === zoom && !this.fit) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.reach();
    if (this.moved) this.onRest(this.fit ? { zoom: "fit", at: null } : this.address(zoom));
  }

  address(zoom) {
    const home = around(this.today, zoom);
    const isHome = home.start === this.view.start && home.end === this.view.end;
    return { zoom: zoom === "year" ? null : zoom, at: isHome ? null : isoDay(middle(this.view, zoom)) };
  }

  nameMarks(total) {
    const all = this.marks();
    const tabbed = all.find((one) => one.tabIndex === 0);
    if (!tabbed && all.length) all[0].tabIndex = 0;
    all.forEach((one, n) => {
      if (one.bar) nameBar(one, one.bar, this.links, locale);
      else if (one.named) one.setAttribute("aria-label", `${one.named}, ${n + 1} ${this.tl.dataset.of} ${total}`);
    });
  }

  settle(mark) {
    if (!mark) return;
    for (const one of this.marks()) one.tabIndex = one === mark ? 0 : -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  settleOn(id) {
    this.settle(this.marks().find((one) => one.dataset.event === id) ?? this.marks()[0]);
  }

  marks() {
    return [...this.tl.querySelectorAll(".lane:not([hidden]) .m")];
  }
}
