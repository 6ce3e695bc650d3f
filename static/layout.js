// What stands where, by the rules of timeline/web/marks.py and lanes.py: pure.

const MOST_MARKS = 80; // in one lane
const MOST_ON_SCREEN = 300;
const MOST_ROWS = 7;
const BINS = 24;
const LETTER = 6.7; // pixels, about
const DISC = 32;
const BROAD = 7; // percent from which a doubt is a band with its label inside

const NAMES = ["id", "lane", "shape", "from", "until", "kind", "status", "title", "note", "name", "last", "ghost"];

export function readMarks(lines) {
  return lines.map((line) => Object.fromEntries(NAMES.map((name, place) => [name, line[place]])));
}

export function readDays(steps) {
  const days = new Int32Array(steps.length);
  let day = 0;
  for (let n = 0; n < steps.length; n += 1) {
    day += steps[n];
    days[n] = day;
  }
  return days;
}

/** How many of the sorted days lie before one. */
export function before(days, day) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (days[half] < day) low = half + 1;
    else high = half;
  }
  return low;
}

export function count(lane, view) {
  return before(lane.from, view.end) - before(lane.until, view.start + 1e-6);
}

/** The length of a bar: a power of two, so that zooming halves bars and panning moves them. */
export function binDays(view) {
  return 2 ** Math.max(0, Math.round(Math.log2((view.end - view.start) / BINS)));
}

/** Every event of a lane counts in exactly one bar, where it begins. */
export function bars(lane, view, size = binDays(view)) {
  const found = [];
  for (let bin = Math.floor(view.start / size); bin * size < view.end; bin += 1) {
    const many = before(lane.from, (bin + 1) * size) - before(lane.from, bin * size);
    if (many) found.push({ from: bin * size, until: (bin + 1) * size, count: many });
  }
  return found;
}

/** {kind, x, w, arrow, ghost} in percent of the view; null where it is out of sight. */
export function drawn(mark, view) {
  const days = view.end - view.start;
  const left = ((mark.from - view.start) * 100) / days;
  const right = ((mark.until - view.start) * 100) / days;
  if (right <= 0 || left >= 100) return null;
  const { kind, arrow } = kindOf(mark, left, right);
  if (kind === "pt" && left < 0) return null;
  const x = Math.max(left, 0);
  const w = kind === "pt" ? 0 : Math.min(right, 100) - x;
  return { kind, arrow, x, w, ghost: mark.ghost == null ? null : x - Math.max(0, ((mark.ghost - view.start) * 100) / days) };
}

function kindOf({ shape, last, status }, left, right) {
  if ((shape === "dl" || shape === "op") && (right > 100 || !last)) return { kind: "op", arrow: last || "" };
  if (shape === "op") return { kind: "fz" };
  if (shape === "soft") return { kind: right - left > BROAD ? "fz" : "soft" };
  if (shape === "bar" && right - left < 1) return { kind: "pt" };
  if (status === "cancelled" && shape !== "dl") return { kind: "pt" };
  return { kind: shape };
}

/** How many marks a lane may hold, so that all lanes together are not too many. */
export function mostMarks(counts) {
  let [most, total] = [0, 0];
  for (const one of counts.sort((a, b) => a - b)) {
    total += one;
    if (one > MOST_MARKS || total > MOST_ON_SCREEN) break;
    most = one;
  }
  return most;
}

export function isTall(mark) {
  return mark.shape === "dl" || (mark.shape === "op" && !mark.last);
}

export function need(mark) {
  return (mark.title.length + mark.note.length) * LETTER + DISC;
}

/** The row of each mark at `scale` (pixels a day): {rows: [{tall}], of: Map(id, row)}.
 * Those nearest to today choose first, those in `kept` stay; the others have no room for a label. */
export function place(marks, scale, today, kept = null) {
  const rows = (kept?.rows ?? []).map(({ tall }) => ({ tall, taken: [] }));
  const of = new Map();
  const waiting = [];
  for (const mark of marks) {
    const row = kept?.of.get(mark.id);
    if (row === undefined) waiting.push(mark);
    else take(rows, of, mark, row, scale);
  }
  waiting.sort((a, b) => Math.abs(a.from - today) - Math.abs(b.from - today) || (a.id < b.id ? -1 : 1));
  for (const mark of waiting) {
    const row = rows.findIndex((one) => one.tall === isTall(mark) && isFree(one.taken, room(mark, scale)));
    if (row >= 0) take(rows, of, mark, row, scale);
    else if (rows.length < MOST_ROWS) {
      rows.push({ tall: isTall(mark), taken: [] });
      take(rows, of, mark, rows.length - 1, scale);
    }
  }
  return { rows: rows.map(({ tall }) => ({ tall })), of };
}

function take(rows, of, mark, row, scale) {
  rows[row].taken.push(room(mark, scale));
  of.set(mark.id, row);
}

function room(mark, scale) {
  const [from, until] = [mark.from * scale, mark.until * scale];
  return [Math.min(from, (mark.ghost ?? mark.from) * scale) - 10, Math.max(until + 4, (isBeside(mark.shape, until - from, need(mark)) ? until : from) + need(mark))];
}

function isFree(taken, [low, high]) {
  return taken.every(([from, until]) => until <= low || high <= from);
}

/** True where the label stands behind the mark's end. */
function isBeside(kind, width, asked) {
  return kind === "soft" || (kind === "bar" && width < asked);
}

/** How each label stands: {left}, {after} a bar's end, held to {width} (0: left out), in pixels.
 * `row` holds {x, w, need, kind}, sorted by x; `width` is the row's. */
export function labels(row, width) {
  let taken = 0;
  return row.map((one, n) => {
    const after = isBeside(one.kind, one.w, one.need);
    const begins = after ? one.x + one.w : one.x;
    const next = row[n + 1]?.x ?? width;
    const has = next - begins;
    const before = taken;
    taken = Math.max(one.x + one.w, begins + Math.min(one.need, has));
    if (has >= one.need || one.kind === "op") return { after };
    const edge = one.kind === "dl" ? one.x + one.w : one.x;
    if (TURNS.has(one.kind) && edge - before >= one.need) {
      taken = edge + 8;
      return { left: true };
    }
    const room = Math.floor(has - DISC);
    return { after, width: room < 56 ? 0 : room };
  });
}

const TURNS = new Set(["pt", "soft", "dl"]);

function inOrder(marks) {
  return [...marks].sort((a, b) => a.x - b.x || a.order - b.order);
}

/** The mark {x, lane, order} that `key` leads to from `here`, or null. */
export function neighbour(marks, here, key) {
  const line = inOrder(marks);
  const at = line.indexOf(here);
  switch (key) {
    case "ArrowRight":
      return line[at + 1] ?? null;
    case "ArrowLeft":
      return line[at - 1] ?? null;
    case "Home":
      return line[0] ?? null;
    case "End":
      return line.at(-1) ?? null;
    case "ArrowDown":
      return nearestIn(marks, here, 1);
    case "ArrowUp":
      return nearestIn(marks, here, -1);
    default:
      return null;
  }
}

function nearestIn(marks, here, by) {
  const lanes = [...new Set(marks.map((mark) => mark.lane))].sort((a, b) => a - b);
  const lane = lanes[lanes.indexOf(here.lane) + by];
  const there = marks.filter((mark) => mark.lane === lane);
  return there.sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x))[0] ?? null;
}
