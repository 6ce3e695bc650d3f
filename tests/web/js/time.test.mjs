import assert from "node:assert/strict";
import test from "node:test";

import {
  around,
  between,
  dayNumber,
  inWords,
  isoDay,
  label,
  middle,
  nearest,
  panned,
  stepped,
  ticks,
  withParams,
  zoomed,
  ZOOMS,
} from "../../../static/time.js";

const view = (start, end) => ({ start: dayNumber(start), end: dayNumber(end) });
const days = ({ start, end }) => [isoDay(start), isoDay(end)];

test("days count from 1970 and come back as they were", () => {
  assert.equal(dayNumber("1970-01-02"), 1);
  for (const day of ["0200-01-01", "1969-12-31", "2024-02-29", "9699-12-31"]) {
    assert.equal(isoDay(dayNumber(day)), day);
  }
});

test("days beyond the calendar are held at its edge", () => {
  assert.equal(isoDay(-9e9), "0200-01-01");
  assert.equal(isoDay(9e9), "9700-01-01");
});

test("a view around a day is the one that the server draws", () => {
  const at = dayNumber("2025-07-18");
  assert.deepEqual(days(around(at, "decade")), ["2020-01-01", "2033-01-01"]);
  assert.deepEqual(days(around(at, "year")), ["2024-04-01", "2027-01-01"]);
  assert.deepEqual(days(around(at, "quarter")), ["2025-03-01", "2025-12-01"]);
  assert.deepEqual(days(around(at, "month")), ["2025-06-16", "2025-08-18"]);
  assert.deepEqual(days(around(at, "week")), ["2025-07-12", "2025-07-26"]);
});

test("the middle of a view leads back to the same view", () => {
  for (const zoom of ZOOMS) {
    const shown = around(dayNumber("2025-07-18"), zoom);
    assert.equal(nearest(shown), zoom);
    assert.deepEqual(around(middle(shown), zoom), shown);
  }
});

test("panning by the whole window and back leads to the same days", () => {
  const year = view("2025-01-01", "2026-01-01");
  assert.deepEqual(days(panned(year, 1)), ["2026-01-01", "2027-01-01"]);
  assert.deepEqual(panned(panned(year, 1), -1), year);
});

test("the day under the pointer stays where it is while the view zooms", () => {
  const year = view("2025-01-01", "2026-01-01");
  const day = dayNumber("2025-03-01");
  const place = ({ start, end }) => (day - start) / (end - start);
  for (const factor of [0.5, 2, 10]) {
    assert.ok(Math.abs(place(zoomed(year, factor, day)) - place(year)) < 1e-9);
  }
  assert.equal(zoomed(year, 1e9, day).end - zoomed(year, 1e9, day).start, 1);
});

test("an animation begins and ends where it should", () => {
  const [from, to] = [view("2025-01-01", "2026-01-01"), view("2025-06-01", "2025-07-01")];
  assert.deepEqual(days(between(from, to, 0)), days(from));
  assert.deepEqual(days(between(from, to, 1)), days(to));
});

test("the zoom stops at both ends", () => {
  assert.equal(stepped("year", 1), "quarter");
  assert.equal(stepped("week", 1), "week");
  assert.equal(stepped("decade", -1), "decade");
});

test("ticks are hours within days, days in a week, months in a year", () => {
  const fine = (shown) => ticks(shown).filter((tick) => !tick.major);
  assert.equal(fine(view("2025-07-18", "2025-07-19"))[1].unit, "hour");
  assert.equal(label(fine(view("2025-07-18", "2025-07-19"))[3], "en-GB"), "09:00");
  assert.equal(label(fine(view("2025-07-14", "2025-07-28"))[0], "en-GB"), "Mon 14");
  assert.equal(label(fine(view("2025-07-14", "2025-07-28"))[0], "de"), "Mo., 14.");
  assert.equal(fine(view("2025-01-01", "2026-01-01")).length, 12);
  assert.equal(fine(view("1900-01-01", "2100-01-01"))[0].unit, "decade");
});

test("the view is said in days where it is short, else in months", () => {
  assert.equal(inWords(view("2024-01-01", "2026-10-01"), "en-GB", "to"), "January 2024 to September 2026");
  assert.equal(inWords(view("2025-07-14", "2025-07-28"), "en-GB", "to"), "14 July 2025 to 27 July 2025");
});

test("an address keeps its filter while the view changes", () => {
  const address = "http://a.example/?country=LV&country=DE&event=e1";
  assert.equal(
    withParams(address, { event: null, zoom: "week" }),
    "http://a.example/?country=LV&country=DE&zoom=week",
  );
});
