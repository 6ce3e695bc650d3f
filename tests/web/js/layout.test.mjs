import assert from "node:assert/strict";
import test from "node:test";

import { neighbour } from "../../../static/layout.js";

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
