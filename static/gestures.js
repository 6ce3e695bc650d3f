// Mouse, touch, wheel and keys on the timeline card.

import { toAll, toBar, toDay, toMark, toSide, toStep, toZoom } from "./moving.js";
import { dayNumber, inFull, panned, SHORTEST, zoomed } from "./time.js";

const SLOP = 6; // pixels before a press becomes a drag
const locale = document.documentElement.lang;

/** Let people move the board. */
export function listen(board) {
  pointers(board);
  wheel(board);
  buttons(board);
  keys(board);
  strip(board);
  board.draw();
}

function pointers(board) {
  const down = new Map();
  let from = null;
  const start = () => {
    const all = [...down.values()];
    from = { view: board.view, x: mean(all), spread: spread(all) };
  };
  board.tl.addEventListener("pointerdown", (press) => {
    if (press.button || !press.target.closest(".rows, .axis")) return;
    board.stop();
    down.set(press.pointerId, press.clientX);
    start();
  });
  addEventListener("pointermove", (moved) => {
    if (!down.has(moved.pointerId)) return;
    down.set(moved.pointerId, moved.clientX);
    const all = [...down.values()];
    const by = mean(all) - from.x;
    if (!board.dragging && Math.abs(by) < SLOP && all.length < 2) return;
    begin(board);
    board.set(pinched(board, from, all, by));
  });
  const end = (up) => {
    if (!down.delete(up.pointerId)) return;
    if (down.size) start();
    else finish(board);
  };
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  board.tl.addEventListener("dragstart", (started) => started.preventDefault());
}

function pinched(board, from, all, by) {
  const days = from.view.end - from.view.start;
  const moved = { start: from.view.start - (by / board.width) * days, end: from.view.end - (by / board.width) * days };
  if (all.length < 2 || !from.spread) return moved;
  const share = (mean(all) - board.axis.getBoundingClientRect().left) / board.width;
  return zoomed(moved, spread(all) / from.spread, moved.start + share * days);
}

const mean = (all) => all.reduce((sum, x) => sum + x, 0) / all.length;
const spread = (all) => (all.length > 1 ? Math.max(20, Math.abs(all[0] - all[1])) : 0);

function begin(board) {
  if (board.dragging) return;
  board.dragging = true;
  board.tl.classList.add("drag");
}

/** What was dragged is not clicked too. */
function finish(board) {
  if (!board.dragging) return;
  board.dragging = false;
  board.tl.classList.remove("drag");
  const stop = (click) => {
    click.preventDefault();
    click.stopPropagation();
  };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
}

function wheel(board) {
  board.tl.addEventListener(
    "wheel",
    (turned) => {
      if (!turned.ctrlKey && !turned.shiftKey) return;
      turned.preventDefault();
      board.stop();
      const unit = [1, 16, 300][turned.deltaMode];
      const by = (turned.deltaY || turned.deltaX) * unit;
      if (turned.shiftKey) board.set(panned(board.view, by / board.width));
      else board.set(zoomed(board.view, Math.exp(-Math.min(Math.max(by, -240), 240) * 0.0035), dayUnder(board, turned.clientX)));
    },
    { passive: false },
  );
}

function dayUnder(board, x) {
  const box = board.axis.getBoundingClientRect();
  const share = Math.min(Math.max((x - box.left) / box.width, 0), 1);
  return board.view.start + share * board.days;
}

function buttons(board) {
  board.card.addEventListener("click", (click) => {
    if (click.ctrlKey || click.metaKey || click.shiftKey || click.button || !board.loaded) return;
    const link = click.target.closest("a");
    const act = link && action(board, link);
    if (!act) return;
    click.preventDefault();
    act();
  });
}

function action(board, link) {
  const { zoom, pan, step, today, fit, from, year } = link.dataset;
  if (zoom) return () => toZoom(board, zoom);
  if (pan) return () => toSide(board, pan / 2);
  if (step) return () => toStep(board, Number(step));
  if (today !== undefined) return () => toDay(board, board.today);
  if (fit !== undefined) return () => toAll(board);
  if (from) return () => toBar(board, link.dataset);
  if (year) return () => toDay(board, dayNumber(`${year}-07-01`));
  return null;
}

function keys(board) {
  const act = {
    "+": () => toStep(board, 1),
    "=": () => toStep(board, 1),
    "-": () => toStep(board, -1),
    "−": () => toStep(board, -1),
    t: () => toDay(board, board.today),
    f: () => toAll(board),
  };
  board.tl.addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.metaKey || key.altKey || !board.loaded) return;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
    const named = act[key.key.toLowerCase()];
    if (key.shiftKey && side) toSide(board, side / 4);
    else if (named) named();
    else if (!toMark(board, key.target.closest(".m"), key.key)) return;
    key.preventDefault();
  });
}

// The strip of all years: its window is dragged, its ends are sliders.

function strip(board) {
  const inside = board.over.querySelector(".in");
  const window = board.over.querySelector(".ow");
  const low = dayNumber(board.over.dataset.start);
  const days = dayNumber(board.over.dataset.end) - low;
  const ends = ["start", "end"].map((side) => slider(board, side, window));
  let held = null;
  inside.addEventListener("pointerdown", (press) => {
    const end = press.target.closest("[role=slider]");
    const body = press.target.closest(".ow");
    if (press.button || (!end && !body)) return;
    press.preventDefault();
    end?.focus();
    board.stop();
    held = { side: end?.dataset.side, x: press.clientX, view: board.view };
  });
  addEventListener("pointermove", (moved) => {
    if (!held) return;
    begin(board);
    const by = ((moved.clientX - held.x) / inside.clientWidth) * days;
    if (held.side) resize(board, held.view, held.side, by);
    else board.set({ start: held.view.start + by, end: held.view.end + by });
  });
  addEventListener("pointerup", () => {
    if (held) finish(board);
    held = null;
  });
  board.onDraw = () => {
    for (const end of ends) tell(end, board, low, days);
  };
  board.onDraw();
}

function slider(board, side, window) {
  const end = document.createElement("span");
  end.className = `end ${side}`;
  end.dataset.side = side;
  end.tabIndex = 0;
  end.setAttribute("role", "slider");
  end.setAttribute("aria-label", board.over.dataset[`${side}Label`]);
  end.addEventListener("keydown", (key) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 }[key.key];
    if (!by) return;
    key.preventDefault();
    resize(board, board.view, side, (by * board.days) / 20);
  });
  window.append(end);
  return end;
}

function resize(board, view, side, by) {
  const next = { ...view, [side]: view[side] + by };
  if (next.end - next.start >= SHORTEST) board.set(next);
}

function tell(end, board, low, days) {
  const day = board.view[end.dataset.side];
  end.setAttribute("aria-valuemin", "0");
  end.setAttribute("aria-valuemax", String(days));
  end.setAttribute("aria-valuenow", String(Math.round(Math.min(Math.max(day - low, 0), days))));
  end.setAttribute("aria-valuetext", inFull(Math.floor(day), locale));
}
