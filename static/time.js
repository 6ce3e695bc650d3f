// Days since 1970 (UTC), views {start, end} of them, and ticks: pure.

export const ZOOMS = ["decade", "year", "quarter", "month", "week"];
export const SHORTEST = 1;
export const LONGEST = 400_000;
const DAY = 86_400_000;
// As in timeline/web/window.py: the unit, how many before the day, how many in all.
const SPANS = {
  decade: ["year", 5, 13],
  year: ["quarter", 5, 11],
  quarter: ["month", 4, 9],
  month: ["week", 4, 9],
  week: ["day", 6, 14],
};
const LENGTHS = { week: 14, month: 63, quarter: 275, year: 1005, decade: 4748 };
const MONTHS = { month: 1, quarter: 3, year: 12, decade: 120, century: 1200 };

function date(day) {
  return new Date(Math.floor(day) * DAY);
}

function ofDate(year, month, day = 1) {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month, day);
  return Math.floor(moment.getTime() / DAY);
}

export function dayNumber(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return ofDate(year, month - 1, day);
}

const EARLIEST = dayNumber("0200-01-01");
const LATEST = dayNumber("9700-01-01");

/** The ISO date; years outside 200 to 9700 are held at the edge. */
export function isoDay(number) {
  const held = Math.min(Math.max(Math.floor(number), EARLIEST), LATEST);
  return new Date(held * DAY).toISOString().slice(0, 10);
}

export function truncate(day, unit) {
  if (unit === "hour") return Math.floor(day * 24) / 24;
  if (unit === "day") return Math.floor(day);
  if (unit === "week") return Math.floor((Math.floor(day) + 3) / 7) * 7 - 3;
  const at = date(day);
  const months = at.getUTCFullYear() * 12 + at.getUTCMonth();
  const whole = Math.floor(months / MONTHS[unit]) * MONTHS[unit];
  return ofDate(Math.floor(whole / 12), whole % 12);
}

export function step(day, unit, count = 1) {
  if (unit === "hour") return day + count / 24;
  if (unit === "day") return day + count;
  if (unit === "week") return day + 7 * count;
  const at = date(day);
  return ofDate(at.getUTCFullYear(), at.getUTCMonth() + count * MONTHS[unit]);
}

/** The view that the server draws around a day. */
export function around(day, zoom) {
  const [unit, before, length] = SPANS[zoom];
  const held = Math.min(Math.max(day, EARLIEST), LATEST);
  const start = step(truncate(held, unit), unit, -before);
  return { start, end: step(start, unit, length) };
}

/** The day of a view that `around` takes for its middle. */
export function middle(view, zoom = nearest(view)) {
  const [, before, length] = SPANS[zoom];
  return view.start + ((view.end - view.start) * (before + 0.5)) / length;
}

export function nearest(view) {
  const days = view.end - view.start;
  return ["week", "month", "quarter", "year"].find((zoom) => days <= LENGTHS[zoom] * 1.5) ?? "decade";
}

export function stepped(zoom, by) {
  const place = Math.max(0, ZOOMS.indexOf(zoom)) + by;
  return ZOOMS[Math.min(Math.max(place, 0), ZOOMS.length - 1)];
}

/** The view moved by a share of its length. */
export function panned(view, share) {
  const days = view.end - view.start;
  const start = Math.min(Math.max(view.start + days * share, EARLIEST), LATEST - days);
  return { start, end: start + days };
}

/** The view `factor` times as close; `day` stays where it is. */
export function zoomed(view, factor, day) {
  const days = view.end - view.start;
  const next = Math.min(Math.max(days / factor, SHORTEST), LONGEST);
  const share = (day - view.start) / days;
  return panned({ start: day - share * next, end: day + (1 - share) * next }, 0);
}

/** A view between two; lengths go by ratio, so that a zoom seems even. */
export function between(from, to, share) {
  const [a, b] = [from.end - from.start, to.end - to.start];
  if (Math.abs(a - b) < 1e-9) {
    const start = from.start + (to.start - from.start) * share;
    return { start, end: start + b };
  }
  const days = a * (b / a) ** share;
  const done = (days - a) / (b - a);
  const start = from.start + (to.start - from.start) * done;
  return { start, end: start + days };
}

function units(days) {
  if (days <= 3.5) return ["hour", days <= 1.5 ? 3 : 6, "day"];
  if (days <= 21) return ["day", 1, "month"];
  if (days <= 130) return ["week", 1, "month"];
  if (days <= 420) return ["month", 1, "year"];
  if (days <= 1600) return ["quarter", 1, "year"];
  if (days <= 7000) return ["year", 1, "decade"];
  return ["decade", Math.max(1, Math.floor(days / 110_000) + 1), "century"];
}

/** {at, end, unit, major} of each tick, the fine ones first. */
export function ticks(view) {
  const [fine, every, coarse] = units(view.end - view.start);
  return [...series(view, fine, every, false), ...series(view, coarse, 1, true)];
}

function series(view, unit, every, major) {
  const found = [];
  let at = truncate(view.start, unit === "hour" ? "day" : unit);
  while (at < view.end) {
    const end = step(at, unit, every);
    if (end > view.start) found.push({ at, end, unit, major });
    at = end;
  }
  return found;
}

const formats = new Map();

function said(day, locale, options) {
  const key = `${locale} ${Object.values(options)} ${Object.keys(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }));
  }
  return formats.get(key).format(new Date(day * DAY));
}

export function label({ at, unit, major }, locale) {
  const year = date(at).getUTCFullYear();
  switch (unit) {
    case "hour":
      return said(at + 1e-6, locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    case "day":
      return said(at, locale, major ? { weekday: "long", day: "numeric", month: "long" } : { weekday: "short", day: "numeric" });
    case "week":
      return said(at, locale, { day: "numeric", month: "short" });
    case "month":
      return said(at, locale, major ? { month: "long", year: "numeric" } : { month: "short" });
    case "quarter":
      return said(at, locale, { month: "short" });
    case "decade":
      return `${year}s`;
    default:
      return String(year);
  }
}

/** The view in words; `to` joins its ends. */
export function inWords(view, locale, to) {
  const fine = view.end - view.start < 80;
  const options = { month: "long", year: "numeric", ...(fine ? { day: "numeric" } : {}) };
  const first = said(view.start, locale, options);
  const last = said(Math.ceil(view.end) - 1, locale, options);
  return first === last ? first : `${first} ${to} ${last}`;
}

export function inFull(day, locale) {
  return said(day, locale, { day: "numeric", month: "long", year: "numeric" });
}

/** The address with other parameters; null takes one away. */
export function withParams(href, changes) {
  const address = new URL(href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  return address.href;
}
