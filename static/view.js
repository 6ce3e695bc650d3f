// Filters, pan, zoom and details without a new page: the same addresses are fetched, and parts of
// the page replaced. Without this script every link and form leads to the same views.

import { neighbour } from "./layout.js";
import { dayAt, panned, stepped, withParams } from "./time.js";

const WAIT = 300; // milliseconds that a pan or zoom rests before the history notes it
const root = document.querySelector("#page");
const narrow = matchMedia("(max-width: 700px)");
let sheet = null;
let running = null;
let noted = 0;

const live = document.createElement("p"); // outlives the parts that are replaced
live.className = "vh";
live.setAttribute("role", "status");
document.body.append(live);

const board = () => root.querySelector(".tl");
const marks = () => [...(board()?.querySelectorAll("a.m") ?? [])];

/** Fetch an address and take its parts; `how` is push, replace or none (history). */
async function show(href, { how = "push", focus = null } = {}) {
  const address = href.split("#")[0];
  running?.abort();
  running = new AbortController();
  root.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(address, { signal: running.signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    page = read(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
    return;
  }
  take(page.parsed, page.positions);
  note(address, how);
  focus?.();
}

/** The style block goes apart: its nonce is another page's, so parsing it would be refused. */
function read(text) {
  const block = /<style[^>]*id="positions">([^<]*)<\/style>/;
  const positions = block.exec(text)?.[1] ?? "";
  return { positions, parsed: new DOMParser().parseFromString(text.replace(block, ""), "text/html") };
}

function take(page, positions) {
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(positions);
  document.querySelector("#positions")?.remove();
  document.adoptedStyleSheets = [sheet];
  const typed = document.activeElement?.id === "q" ? document.activeElement.value : null;
  root.replaceChildren(...page.querySelector("#page").childNodes);
  root.removeAttribute("aria-busy");
  document.title = page.title;
  const subscribe = page.querySelector("#subscribe");
  document.querySelector("#subscribe").href = subscribe.getAttribute("href");
  const count = root.querySelector("#count b")?.textContent ?? "";
  if (live.textContent !== count) live.textContent = count;
  if (typed !== null) root.querySelector("#q").focus();
}

function note(address, how) {
  clearTimeout(noted);
  if (how === "push") history.pushState(null, "", address);
  if (how === "replace") noted = setTimeout(() => history.replaceState(null, "", address), WAIT);
  current = address;
}

let current = location.href;

function toHeading() {
  const heading = root.querySelector("#event h2");
  heading?.focus({ preventScroll: !narrow.matches });
  if (innerWidth <= 1180) heading?.scrollIntoView({ block: "center" });
}

function toMark(id) {
  const mark = marks().find((one) => one.dataset.event === id) ?? marks()[0];
  if (mark) settle(mark);
}

function settle(mark) {
  for (const one of marks()) one.tabIndex = one === mark ? 0 : -1;
  mark.focus();
}

/** The event in the panel; on a phone it has a page of its own. */
function open(id) {
  if (narrow.matches) location.assign(`/events/${encodeURIComponent(id)}`);
  else show(withParams(current, { event: id }), { focus: toHeading });
}

function close() {
  const id = root.querySelector("#event")?.dataset.id;
  if (id) show(withParams(current, { event: null }), { focus: () => toMark(id) });
}

function move(changes, focus = null) {
  show(withParams(current, changes), { how: "replace", focus });
}

function pan(share, focus = null) {
  const { start, end, zoom } = board().dataset;
  move({ at: panned(middle(), start, end, share), zoom }, focus);
}

function middle() {
  const { start, end } = board().dataset;
  const at = new URL(current).searchParams.get("at");
  return at && at >= start && at < end ? at : dayAt(start, end, 0.46);
}

function zoom(step, at = middle(), focus = null) {
  const next = stepped(board().dataset.zoom, step);
  move({ at, zoom: next }, focus);
}

root.addEventListener("click", (click) => {
  if (click.ctrlKey || click.metaKey || click.shiftKey || click.button) return;
  const link = click.target.closest("a");
  if (!link) return;
  const act = action(link);
  if (!act) return;
  click.preventDefault();
  act();
});

function action(link) {
  if (link.dataset.event) return () => open(link.dataset.event);
  if ("close" in link.dataset) return close;
  const moves = ["zoom", "pan", "step", "today", "fit", "group"].some((name) => name in link.dataset);
  if (moves || link.closest(".over") || link.classList.contains("ct")) {
    return () => show(link.href, { how: "replace", focus: () => again(link) });
  }
  if ("view" in link.dataset || link.classList.contains("clear")) return () => show(link.href);
  return null;
}

/** Focus stays on the button that was pressed, though it is another one now. */
function again(link) {
  const name = link.getAttribute("aria-label") ?? link.textContent;
  const same = [...root.querySelectorAll(".tlc a")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
  );
  same?.focus({ preventScroll: true });
}

root.addEventListener("submit", (submit) => {
  const form = submit.target.closest("form.filters");
  if (!form) return;
  submit.preventDefault();
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  show(new URL(`${form.getAttribute("action")}?${asked}`, location.href).href);
});

document.addEventListener("keydown", (key) => {
  if (key.ctrlKey || key.metaKey || key.altKey) return;
  const typing = key.target.closest("input, textarea, select");
  if (key.key === "Escape" && root.querySelector("#event") && !typing) close();
  else if (key.key === "/" && !typing) {
    key.preventDefault();
    root.querySelector("#q")?.focus();
  } else if (key.target.closest(".tl")) onBoard(key);
});

const KEYS = {
  "+": (id) => zoom(1, middle(), () => toMark(id)),
  "=": (id) => zoom(1, middle(), () => toMark(id)),
  "-": (id) => zoom(-1, middle(), () => toMark(id)),
  "−": (id) => zoom(-1, middle(), () => toMark(id)),
  t: (id) => move({ at: null }, () => toMark(id)),
  f: (id) => move({ at: null, zoom: "fit" }, () => toMark(id)),
};

function onBoard(key) {
  const mark = key.target.closest("a.m");
  const id = mark?.dataset.event;
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
  if (key.shiftKey && side) pan(side / 4, () => toMark(id));
  else if (KEYS[key.key.toLowerCase()]) KEYS[key.key.toLowerCase()](id);
  else if (mark && !step(mark, key.key)) return;
  key.preventDefault();
}

function step(mark, key) {
  const lanes = [...board().querySelectorAll(".lane")];
  const all = marks().map((link, order) => ({
    link,
    order,
    lane: lanes.indexOf(link.closest(".lane")),
    x: parseFloat(getComputedStyle(link).getPropertyValue("--x")),
  }));
  const next = neighbour(all, all.find((one) => one.link === mark), key);
  if (next) settle(next.link);
  return next !== null;
}

root.addEventListener(
  "wheel",
  (wheel) => {
    const place = wheel.target.closest(".tl");
    if (!place || !(wheel.ctrlKey || wheel.shiftKey)) return;
    wheel.preventDefault();
    const turn = Math.sign(wheel.deltaY || wheel.deltaX);
    if (wheel.shiftKey) pan(turn / 8);
    else zoom(-turn, dayAt(place.dataset.start, place.dataset.end, share(place, wheel.clientX)));
  },
  { passive: false },
);

function share(place, x) {
  const box = place.querySelector(".axis").getBoundingClientRect();
  return Math.min(Math.max((x - box.left) / box.width, 0), 1);
}

let drag = null;

root.addEventListener("pointerdown", (down) => {
  const place = down.target.closest(".rows, .axis");
  if (place && down.button === 0) drag = { from: down.clientX, by: 0, tl: place.closest(".tl") };
});

addEventListener("pointermove", (moved) => {
  if (!drag) return;
  drag.by = moved.clientX - drag.from;
  if (Math.abs(drag.by) < 6) return;
  drag.tl.classList.add("drag");
  drag.tl.style.setProperty("--pan", drag.by);
});

addEventListener("pointerup", () => {
  if (!drag) return;
  const { by, tl } = drag;
  drag = null;
  if (Math.abs(by) < 6) return;
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
  pan(-by / tl.querySelector(".axis").clientWidth);
});

function stop(click) {
  click.preventDefault();
  click.stopPropagation();
}

root.addEventListener("dragstart", (started) => {
  if (started.target.closest?.(".tl")) started.preventDefault();
});

addEventListener("popstate", () => {
  if (location.href.split("#")[0] !== current.split("#")[0]) show(location.href, { how: "none" });
});
