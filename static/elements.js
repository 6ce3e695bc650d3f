// The elements of the timeline: each is made once and changed only where something about it changed.

import { inFull, isoDay, withParams } from "./time.js";

const FLAG = '<svg class="flag" viewBox="0 0 14 16" aria-hidden="true"><path d="M14 16h-3V9H1l3.3-4.2L1 .5h13z"/></svg>';
const ARROW = '<svg viewBox="0 0 12 10" aria-hidden="true"><path d="M0 5h10M6.5 1L11 5 6.500 9"/></svg>';

/** Set a custom property; null takes it away. */
export function put(element, name, value) {
  const text = value === null ? "" : `${Math.round(value * 1000) / 1000}`;
  if (element[name] === text) return;
  element[name] = text;
  if (text) element.style.setProperty(name, text);
  else element.style.removeProperty(name);
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function made(tag, className, inside = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.innerHTML = inside;
  return element;
}

/** The spans of that class in `parent`, as many as are asked for. */
export function pool(parent, className, many) {
  const found = [...parent.querySelectorAll(className ? `:scope > .${className}` : ":scope > span")];
  while (found.length < many) {
    const one = made("span", className);
    parent.append(one);
    found.push(one);
  }
  for (const one of found.splice(many)) one.remove();
  return found;
}

/** A lane as the server drew it: its rows, and the marks in them by their ids. */
export function adopt(element) {
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

export function rowOf(lane, number, tall) {
  while (lane.rows.length <= number) {
    const row = made("div", "row");
    lane.rows.push(row);
    lane.place.insertBefore(row, lane.more);
  }
  lane.rows[number].classList.toggle("tall", tall);
  return lane.rows[number];
}

/** The lane's element of that id in `row`; `make` makes it where it is not shown yet. */
export function taken(lane, id, row, make) {
  let element = lane.shown.get(id);
  if (!element) {
    element = make();
    element.tabIndex = -1;
    lane.shown.set(id, element);
  }
  if (element.parentNode !== row) row.append(element);
  return element;
}

export function newBar() {
  return made("a", "m ct", '<span class="d"></span><span class="lb"></span>');
}

export function nameBar(element, bar, links, locale) {
  element.dataset.from = isoDay(bar.from);
  element.dataset.until = isoDay(bar.until);
  element.href = withParams(links ?? location.href, { at: isoDay((bar.from + bar.until) / 2) });
  element.setAttribute("aria-label", `${bar.count} × ${inFull(bar.from, locale)} – ${inFull(bar.until - 1, locale)}`);
}

/** The link of an event; without `links` it leads out of a frame. */
export function newMark(mark, links) {
  const element = made("a", "m");
  if (links) element.href = `${withParams(links, { event: mark.id })}#event`;
  else Object.assign(element, { href: `/events/${mark.id}`, target: "_blank", rel: "noopener" });
  element.dataset.event = mark.id;
  element.title = mark.name;
  element.setAttribute("aria-label", mark.name);
  if (new URL(location.href).searchParams.get("event") === mark.id) element.setAttribute("aria-current", "true");
  return element;
}

/** Give the mark the look of its kind, with its label `told`. */
export function dress(element, mark, found, told) {
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

function fill(element, mark, { kind, arrow }) {
  element.kind = kind;
  element.innerHTML = `${mark.ghost == null ? "" : '<span class="was"></span>'}<span class="d">${kind === "dl" ? FLAG : ""}</span><span class="lb"><b></b> <i></i></span>${kind === "op" ? `<span class="go">${ARROW}</span>` : ""}`;
  element.querySelector("b").textContent = mark.title;
  element.querySelector("i").textContent = mark.note;
  if (kind === "op") element.querySelector(".go").prepend(String(arrow));
}
