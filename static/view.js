// Draws the timeline while its window moves; takes the server's marks over, so that nothing jumps.

import {
  bars, binDays, count, drawn, labels, mostMarks, need, place, readDays, readMarks,
} from "./layout.js";
import { around, between, dayNumber, inFull, inWords, isoDay, label, middle, nearest, panned, stepped, ticks, withParams, zoomed } from "./time.js";

const REST = 160; // ms without a movement after which rows are laid out anew
const GLIDE = 200;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const FLAG = '<svg class="flag" viewBox="0 0 14 16" aria-hidden="true"><path d="M14 16h-3V9H1l3.3-4.2L1 .5h13z"/></svg>';
const ARROW = '<svg viewBox="0 0 12 10" aria-hidden="true"><path d="M0 5h10M6.5 1L11 5 6.500 9"/></svg>';

function put(element, name, value) {
  const text = value === null ? "" : `${Math.round(value * 1000) / 1000}`;
  if (element[name] === text) return;
  element[name] = text;
  if (text) element.style.setProperty(name, text);
  else element.style.removeProperty(name);
}

function made(tag, className, inside = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.innerHTML = inside;
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

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

  pan(share) {
    this.set(panned(this.view, share));
  }

  zoom(factor, day = middle(this.view)) {
    this.set(zoomed(this.view, factor, day));
  }

  glide(view, fit = false) {
    const from = this.view;
    const began = performance.now();
    const run = ++this.run;
    const onward = (now) => {
      if (run !== this.run) return;
      const share = still.matches ? 1 : Math.min(1, Math.max(0, now - began) / GLIDE);
      this.set(share === 1 ? view : between(from, view, 1 - (1 - share) ** 3));
      this.fit = fit && share === 1;
      if (share < 1) requestAnimationFrame(onward);
    };
    if (still.matches) onward(began);
    else requestAnimationFrame(onward);
  }

  run = 0;

  stop() {
    this.run += 1;
  }

  glideTo(zoom, day = middle(this.view)) {
    this.glide(around(day, zoom));
  }

  glideStep(by) {
    const zoom = nearest(this.view);
    const next = stepped(zoom, by);
    if (next !== zoom) this.glideTo(next);
    else this.glide(zoomed(this.view, 2 ** by, middle(this.view)));
  }

  glidePan(share) {
    this.glide(panned(this.view, share));
  }

  glideToday() {
    this.glideTo(nearest(this.view), this.today);
  }

  glideYear(year) {
    this.glideTo(nearest(this.view), dayNumber(`${year}-07-01`));
  }

  glideInto(from, until) {
    const room = 2 * (until - from);
    this.glide({ start: from - room, end: until + room });
  }

  glideFit() {
    const full = this.lanes.filter((lane) => lane.from.length);
    const first = Math.min(...full.map((lane) => lane.from[0]));
    const last = Math.max(...full.map((lane) => lane.until.at(-1)));
    const room = Math.max(3, Math.floor((last - first) / 16));
    if (full.length) this.glide({ start: first - room, end: last + room }, true);
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
    const lines = pool(this.grid, ".gl", found.length, () => made("span", "gl"));
    const names = pool(this.axis, "span", found.length, () => made("span", ""));
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
      const element = taken(lane, id, () => row.append(lane.shown.get(id)), newBar);
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
    const element = taken(lane, mark.id, () => {}, () => newMark(mark, this.links));
    if (element.parentNode !== row) row.append(element);
    element.named = mark.name;
    const colour = mark.kind === "other" ? "force" : mark.kind;
    const shape = `m ${found.kind} ${mark.status} ${colour}${told.left ? " left" : ""}${told.after ? " after" : ""}${told.bare ? " bare" : told.width === 0 ? " mute" : ""}`;
    if (element.className !== shape) {
      if (element.kind !== found.kind) fill(element, mark, found);
      element.className = shape;
    }
    put(element, "--x", found.x);
    put(element, "--w", found.w);
    put(element, "--p", found.ghost ?? null);
    put(element, "--lw", told.width ?? null);
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
      if (one.bar) nameBar(one, one.bar, this.links);
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

  /** The known event nearest before (-1) or after (1) the view. */
  beyond(by) {
    const all = this.lanes.flatMap((lane) => lane.marks ?? []).filter((mark) => (by > 0 ? mark.from >= this.view.end : mark.until <= this.view.start));
    return all.sort((a, b) => (a.from - b.from) * by)[0] ?? null;
  }
}

function adopt(element) {
  const lane = {
    key: element.dataset.key,
    element,
    place: element.querySelector(".rows"),
    number: element.querySelector(".ln em"),
    more: element.querySelector("p.more"),
    rows: [...element.querySelectorAll(".row")],
    shown: new Map(),
    many: Number(element.querySelector(".ln em").textContent),
    from: [], until: [], marks: null, layout: null, stretch: null,
  };
  const kept = { rows: lane.rows.map((row) => ({ tall: row.classList.contains("tall") })), of: new Map() };
  lane.rows.forEach((row, n) => {
    for (const mark of row.querySelectorAll("a[data-event]")) {
      lane.shown.set(mark.dataset.event, mark);
      if (!mark.querySelector(".lb")) continue;
      mark.kind = mark.classList[1];
      kept.of.set(mark.dataset.event, n);
    }
    for (const bar of row.querySelectorAll("a.ct")) lane.shown.set(bar.className, bar);
  });
  if (!lane.more.hidden) kept.rows.pop(); // the row of the points without a label
  lane.layout = kept.of.size ? kept : null;
  return lane;
}

function pool(parent, selector, many, make) {
  const found = [...parent.querySelectorAll(`:scope > ${selector}`)];
  while (found.length < many) {
    const one = make();
    parent.append(one);
    found.push(one);
  }
  for (const one of found.splice(many)) one.remove();
  return found;
}

function rowOf(lane, number, tall) {
  while (lane.rows.length <= number) {
    const row = made("div", "row");
    lane.rows.push(row);
    lane.place.insertBefore(row, lane.more);
  }
  lane.rows[number].classList.toggle("tall", tall);
  return lane.rows[number];
}

function taken(lane, id, added, make) {
  let element = lane.shown.get(id);
  if (!element) {
    element = make();
    lane.shown.set(id, element);
    added();
  }
  return element;
}

function newBar() {
  const element = made("a", "m ct", '<span class="d"></span><span class="lb"></span>');
  element.tabIndex = -1;
  return element;
}

function nameBar(element, bar, links) {
  element.dataset.from = isoDay(bar.from);
  element.dataset.until = isoDay(bar.until);
  element.href = withParams(links ?? location.href, { at: isoDay((bar.from + bar.until) / 2) });
  element.named = `${bar.count} × ${inFull(bar.from, locale)} – ${inFull(bar.until - 1, locale)}`;
  element.setAttribute("aria-label", element.named);
}

function newMark(mark, links) {
  const element = made("a", "m");
  if (links) element.href = `${withParams(links, { event: mark.id })}#event`;
  else Object.assign(element, { href: `/events/${mark.id}`, target: "_blank", rel: "noopener" });
  element.dataset.event = mark.id;
  element.tabIndex = -1;
  element.title = mark.name;
  element.named = mark.name;
  element.setAttribute("aria-label", mark.name);
  if (new URL(location.href).searchParams.get("event") === mark.id) element.setAttribute("aria-current", "true");
  return element;
}

function fill(element, mark, { kind, arrow }) {
  element.kind = kind;
  element.innerHTML = `${mark.ghost == null ? "" : '<span class="was"></span>'}<span class="d">${kind === "dl" ? FLAG : ""}</span><span class="lb"><b></b> <i></i></span>${kind === "op" ? `<span class="go">${ARROW}</span>` : ""}`;
  element.querySelector("b").textContent = mark.title;
  element.querySelector("i").textContent = mark.note;
  if (kind === "op") element.querySelector(".go").prepend(String(arrow));
}
