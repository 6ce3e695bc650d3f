// How the window gets to another place: gliding there, and from mark to mark.

import { neighbour } from "./layout.js";
import { around, between, dayNumber, middle, nearest, panned, stepped, zoomed } from "./time.js";

const GLIDE = 200; // ms

/** Move the board's window to `view`; at once where people asked for less motion. */
export function glide(board, view, { fit = false, still = isStill() } = {}) {
  const from = board.view;
  const began = performance.now();
  const run = ++board.run;
  const onward = (now) => {
    if (run !== board.run) return;
    const share = still ? 1 : Math.min(1, Math.max(0, now - began) / GLIDE);
    board.set(share === 1 ? view : between(from, view, 1 - (1 - share) ** 3));
    board.fit = fit && share === 1;
    if (share < 1) requestAnimationFrame(onward);
  };
  if (still) onward(began);
  else requestAnimationFrame(onward);
}

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function toZoom(board, zoom, day = middle(board.view)) {
  glide(board, around(day, zoom));
}

/** One step closer (1) or wider (-1); beyond the steps the window halves or doubles. */
export function toStep(board, by) {
  const zoom = nearest(board.view);
  const next = stepped(zoom, by);
  if (next !== zoom) toZoom(board, next);
  else glide(board, zoomed(board.view, 2 ** by, middle(board.view)));
}

export function toSide(board, share) {
  glide(board, panned(board.view, share));
}

export function toDay(board, day) {
  toZoom(board, nearest(board.view), day);
}

/** Around the days of a bar. */
export function toBar(board, { from, until }) {
  const [first, last] = [dayNumber(from), dayNumber(until)];
  const room = 2 * (last - first);
  glide(board, { start: first - room, end: last + room });
}

/** As far as there are events. */
export function toAll(board) {
  const full = board.lanes.filter((lane) => lane.from.length);
  if (!full.length) return;
  const first = Math.min(...full.map((lane) => lane.from[0]));
  const last = Math.max(...full.map((lane) => lane.until.at(-1)));
  const room = Math.max(3, Math.floor((last - first) / 16));
  glide(board, { start: first - room, end: last + room }, { fit: true });
}

/** The focus to the mark that `key` leads to from `mark`, also to one beyond the window; true where there is one. */
export function toMark(board, mark, key) {
  const lanes = board.lanes.map((lane) => lane.element);
  const all = board.marks().map((link, order) => ({
    link, order, lane: lanes.indexOf(link.closest(".lane")), x: parseFloat(link["--x"]) || 0,
  }));
  const here = all.find((one) => one.link === mark);
  const next = here ? neighbour(all, here, key) : all[0];
  if (next && (here || key.startsWith("Arrow"))) board.settle(next.link);
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const further = !next && by ? beyond(board, by) : null;
  if (further) {
    toSide(board, (further.from - board.view.start) / board.days - 0.5);
    board.later = () => board.settleOn(further.id);
  }
  return Boolean(next ?? further);
}

/** The known event nearest before (-1) or after (1) the view; null where there is none. */
export function beyond({ lanes, view }, by) {
  const all = lanes.flatMap((lane) => lane.marks ?? []).filter((mark) => (by > 0 ? mark.from >= view.end : mark.until <= view.start));
  return all.sort((a, b) => (a.from - b.from) * by)[0] ?? null;
}
