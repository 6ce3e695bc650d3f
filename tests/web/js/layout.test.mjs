import assert from "node:assert/strict";
import test from "node:test";

import { bars, before, count, drawn, labels, mostMarks, neighbour, place, readDays } from "../../../static/layout.js";

const marks = [
  { name: "visit", x: 50, lane: 0, order: 0 },
  { name: "talks", x: 20, lane: 0, order: 1 },
  { name: "pact", x: 50, lane: 1, order: 2 },
  { name: "law", x: 90, lane: 3, order: 3 },
  { name: "vote", x: 10, lane: 3, order: 4 },
];
const at = (name) => marks.find((mark) => mark.name === name);
const led = (from, key) => neighbour(marks, at(from), key)?.name ?? null;

test("left and right go by time, equals in the order of the page", () => {
  assert.equal(led("talks", "ArrowRight"), "visit");
  assert.equal(led("visit", "ArrowRight"), "pact");
  assert.equal(led("pact", "ArrowLeft"), "visit");
});

test("the ends stay", () => {
  assert.equal(led("vote", "ArrowLeft"), null);
  assert.equal(led("law", "ArrowRight"), null);
});

test("Home and End are the first and last in time", () => {
  assert.equal(led("visit", "Home"), "vote");
  assert.equal(led("visit", "End"), "law");
});

test("up and down go to the nearest mark of the next lane that has any", () => {
  assert.equal(led("visit", "ArrowDown"), "pact");
  assert.equal(led("pact", "ArrowDown"), "law");
  assert.equal(led("vote", "ArrowUp"), "pact");
  assert.equal(led("visit", "ArrowUp"), null);
});

test("other keys lead nowhere", () => {
  assert.equal(led("visit", "x"), null);
});

const VIEW = { start: 0, end: 100 };
const mark = (from, until = from + 1, more = {}) => ({
  id: `e${from}`, shape: "pt", from, until, status: "planned", title: "A title", note: "planned", last: 2026, ...more,
});

test("days come back from the steps between them", () => {
  assert.deepEqual([...readDays([10, 0, 5])], [10, 10, 15]);
  assert.deepEqual([0, 10, 11, 16].map((day) => before(readDays([10, 0, 5]), day)), [0, 0, 2, 3]);
});

test("an event counts in exactly one bar and the bars add up", () => {
  const lane = { from: readDays([1, 1, 30, 40, 300]), until: readDays([2, 1, 30, 60, 300]) };
  const all = bars(lane, { start: 0, end: 400 });
  assert.equal(all.reduce((sum, bar) => sum + bar.count, 0), 5);
  assert.equal(count(lane, VIEW), 4);
  assert.equal(count(lane, { start: 80, end: 90 }), 1); // one that began before and still goes on
});

test("a bar stays the same while the view moves", () => {
  const lane = { from: readDays([10, 20, 30]), until: readDays([11, 20, 30]) };
  const ids = (start) => bars(lane, { start, end: start + 100 }).map((bar) => `${bar.from} ${bar.count}`);
  assert.deepEqual(ids(0), ids(5));
});

test("a bound, a doubt and a duration are drawn apart", () => {
  const kind = (one) => drawn(one, VIEW).kind;
  assert.equal(kind(mark(5)), "pt");
  assert.equal(kind(mark(5, 60, { shape: "bar" })), "bar");
  assert.equal(kind(mark(5, 8, { shape: "soft" })), "soft");
  assert.equal(kind(mark(5, 60, { shape: "soft" })), "fz");
  assert.equal(kind(mark(5, 60, { shape: "dl" })), "dl");
  assert.deepEqual(drawn(mark(5, 600, { shape: "dl" }), VIEW).arrow, 2026);
  assert.equal(drawn(mark(-9), VIEW), null);
  assert.equal(drawn(mark(200), VIEW), null);
});

test("the ghost of a moved event stands before it, never outside", () => {
  assert.equal(drawn(mark(50, 51, { ghost: 20 }), VIEW).ghost, 30);
  assert.equal(drawn(mark(50, 51, { ghost: -20 }), VIEW).ghost, 50);
});

test("marks of a row never overlap and rows stay while others come", () => {
  const marks = [0, 10, 200, 210, 400].map((day) => mark(day));
  const laid = place(marks, 1, 0);
  assert.equal(laid.of.get("e0"), laid.of.get("e200"));
  assert.notEqual(laid.of.get("e0"), laid.of.get("e10"));
  const more = place([...marks, mark(5)], 1, 0, laid);
  for (const [id, row] of laid.of) assert.equal(more.of.get(id), row);
});

test("beyond seven rows a mark has no room for a label", () => {
  const laid = place(Array.from({ length: 9 }, (_, n) => mark(n)), 1, 0);
  assert.equal(laid.rows.length, 7);
  assert.equal(laid.of.size, 7);
});

test("a label turns left at the edge, and is held to the room that it has", () => {
  const at = (x, more) => ({ x, w: 0, need: 100, kind: "pt", ...more });
  assert.deepEqual(labels([at(10)], 500), [{ after: false }]);
  assert.deepEqual(labels([at(450)], 500), [{ left: true }]);
  assert.deepEqual(labels([at(10), at(105)], 500)[0], { after: false, width: 63 });
  assert.deepEqual(labels([at(10), at(40)], 500)[0], { after: false, width: 0 });
  assert.deepEqual(labels([at(10, { kind: "bar", w: 30 })], 500), [{ after: true }]);
});

test("the fullest lanes count before too many marks are drawn", () => {
  assert.equal(mostMarks([3, 5, 0]), 5);
  assert.equal(mostMarks([70, 70, 70, 70]), 70);
  assert.equal(mostMarks([79, 90]), 79);
  assert.equal(mostMarks([150, 150]), 0);
});
