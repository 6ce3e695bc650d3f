import assert from "node:assert/strict";
import test from "node:test";

import {
  dayAt,
  dayNumber,
  isoDay,
  panned,
  stepped,
  withParams,
} from "../../../static/time.js";

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

test("a share of the window is a day of it", () => {
  assert.equal(dayAt("2025-07-01", "2025-07-31", 0), "2025-07-01");
  assert.equal(dayAt("2025-07-01", "2025-07-31", 0.5), "2025-07-16");
});

test("panning by the whole window and back leads to the same day", () => {
  const there = panned("2025-07-17", "2025-01-01", "2026-01-01", 1);
  assert.equal(there, "2026-07-17");
  assert.equal(panned(there, "2025-01-01", "2026-01-01", -1), "2025-07-17");
});

test("the zoom stops at both ends", () => {
  assert.equal(stepped("year", 1), "quarter");
  assert.equal(stepped("week", 1), "week");
  assert.equal(stepped("decade", -1), "decade");
});

test("an address keeps its filter while the view changes", () => {
  const address = "http://a.example/?country=LV&country=DE&event=e1";
  assert.equal(
    withParams(address, { event: null, zoom: "week" }),
    "http://a.example/?country=LV&country=DE&zoom=week",
  );
});
