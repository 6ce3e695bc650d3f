// Which mark the keys lead to: pure, so that node tests it. A mark is {x, lane, order}.

function inOrder(marks) {
  return [...marks].sort((a, b) => a.x - b.x || a.order - b.order);
}

/** The mark that `key` leads to from `here`; null where there is none. */
export function neighbour(marks, here, key) {
  const line = inOrder(marks);
  const place = line.indexOf(here);
  switch (key) {
    case "ArrowRight":
      return line[place + 1] ?? null;
    case "ArrowLeft":
      return line[place - 1] ?? null;
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

/** The mark of the next lane in that direction that stands nearest. */
function nearestIn(marks, here, step) {
  const lanes = [...new Set(marks.map((mark) => mark.lane))].sort((a, b) => a - b);
  const lane = lanes[lanes.indexOf(here.lane) + step];
  const there = marks.filter((mark) => mark.lane === lane);
  return there.sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x))[0] ?? null;
}
