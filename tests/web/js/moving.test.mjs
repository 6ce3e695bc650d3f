// The window glides to where it is asked to, and a key leads from mark to mark.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { beyond, glide, toAll, toBar, toDay, toMark, toSide, toStep, toZoom } from "../../../static/moving.js";
import { around, dayNumber, isoDay, nearest } from "../../../static/time.js";

const TODAY = dayNumber("2025-07-18");
let waiting = [];
let isStill = true;

globalThis.matchMedia = () => ({ matches: isStill });
globalThis.requestAnimationFrame = (next) => waiting.push(next);
beforeEach(() => {
  waiting = [];
  isStill = true;
});

function board(view = around(TODAY, "year"), lanes = []) {
  return {
    view, lanes, run: 0, seen: [], settled: null, today: TODAY,
    get days() {
      return this.view.end - this.view.start;
    },
    set(next) {
      this.view = next;
      this.fit = false;
      this.seen.push(next);
    },
    settle(link) {
      this.settled = link;
    },
    marks() {
      return lanes.flatMap((lane) => lane.links ?? []);
    },
  };
}

function lane(from, until) {
  return { from: from.map(dayNumber), until: until.map(dayNumber) };
}

test("with less motion the window is there at once", () => {
  const one = board();
  toZoom(one, "week");
  assert.deepEqual(one.seen.length, 1);
  assert.equal(nearest(one.view), "week");
});

test("without it the window passes through views between and ends where it was asked to", () => {
  isStill = false;
  const one = board();
  const [from, to] = [one.view, around(TODAY, "quarter")];
  glide(one, to);
  for (let ms = 0; waiting.length; ms += 50) waiting.shift()(performance.now() + ms);
  assert.ok(one.seen.length > 2);
  assert.deepEqual(one.view, to);
  for (const view of one.seen) assert.ok(view.end - view.start <= from.end - from.start + 1e-6);
});

test("what glides ends where another movement begins", () => {
  isStill = false;
  const one = board();
  glide(one, around(TODAY, "week"));
  one.run += 1;
  waiting.shift()(performance.now() + 500);
  assert.equal(one.seen.length, 0);
});

test("steps lead through the zooms and go on beyond the closest", () => {
  const one = board();
  const found = [1, 1, 1].map((by) => (toStep(one, by), nearest(one.view)));
  assert.deepEqual(found, ["quarter", "month", "week"]);
  const { days } = one;
  toStep(one, 1);
  assert.equal(one.days, days / 2);
});

test("a side is a share of the window away, a day keeps the zoom", () => {
  const one = board();
  const { start, end } = one.view;
  toSide(one, 0.5);
  assert.equal(one.view.start, start + (end - start) / 2);
  toDay(one, dayNumber("2030-07-01"));
  assert.deepEqual(one.view, around(dayNumber("2030-07-01"), "year"));
});

test("a bar's days and all events get room on both sides", () => {
  const one = board(around(TODAY, "year"), [lane(["2024-01-01"], ["2024-01-02"]), lane([], []), lane(["2025-12-31"], ["2026-01-01"])]);
  toBar(one, { from: "2025-01-01", until: "2025-01-11" });
  assert.deepEqual([one.view.start, one.view.end].map(isoDay), ["2024-12-12", "2025-01-31"]);
  toAll(one);
  assert.ok(one.fit);
  assert.ok(one.view.start < dayNumber("2024-01-01") && one.view.end > dayNumber("2026-01-01"));
});

test("without events all of them is no movement", () => {
  const one = board(around(TODAY, "year"), [lane([], [])]);
  toAll(one);
  assert.equal(one.seen.length, 0);
});

test("an arrow settles on the next mark, or moves the window to one beyond it", () => {
  const [first, second] = ["10", "60"].map((x) => ({ "--x": x, closest: () => element }));
  const element = {};
  const far = { id: "far", from: dayNumber("2040-01-01"), until: dayNumber("2040-01-02") };
  const one = board(around(TODAY, "year"), [{ element, links: [first, second], marks: [far] }]);
  one.settleOn = (id) => (one.settledOn = id);
  assert.ok(toMark(one, first, "ArrowRight"));
  assert.equal(one.settled, second);
  assert.ok(toMark(one, second, "ArrowRight"));
  assert.ok(one.view.start < far.from && far.until < one.view.end);
  one.later();
  assert.equal(one.settledOn, "far");
  assert.equal(toMark(one, first, "x"), false);
});

test("the nearest event beyond the view is the one that an arrow means", () => {
  const marks = ["2020", "2021", "2040", "2050"].map((year) => ({ id: year, from: dayNumber(`${year}-01-01`), until: dayNumber(`${year}-01-02`) }));
  const one = board(around(TODAY, "year"), [{ marks }, {}]);
  assert.deepEqual([beyond(one, -1).id, beyond(one, 1).id], ["2021", "2040"]);
  assert.equal(beyond(board(), 1), null);
});
