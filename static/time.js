// Days and windows of time, in UTC: pure, so that node tests them.

export const ZOOMS = ["decade", "year", "quarter", "month", "week"];
const DAY = 86_400_000;

/** The number of days since 1970 of an ISO date. */
export function dayNumber(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  return Math.floor(moment.getTime() / DAY);
}

/** The ISO date of a day number; years outside 200 to 9700 are held at the edge. */
export function isoDay(number) {
  const held = Math.min(Math.max(Math.round(number), dayNumber("0200-01-01")), dayNumber("9700-01-01"));
  return new Date(held * DAY).toISOString().slice(0, 10);
}

/** The day that stands at `share` (0 to 1) of the window from `start` to `end`. */
export function dayAt(start, end, share) {
  const low = dayNumber(start);
  return isoDay(low + (dayNumber(end) - low) * share);
}

/** The day that `at` becomes when the window moves by `share` of its length. */
export function panned(at, start, end, share) {
  return isoDay(dayNumber(at) + (dayNumber(end) - dayNumber(start)) * share);
}

/** The next zoom, closer for a positive step; the last one stays. */
export function stepped(zoom, step) {
  const place = Math.max(0, ZOOMS.indexOf(zoom)) + step;
  return ZOOMS[Math.min(Math.max(place, 0), ZOOMS.length - 1)];
}

/** The address with other parameters; null takes a name away. */
export function withParams(href, changes) {
  const address = new URL(href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  return address.href;
}
