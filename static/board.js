// Starts the timeline card, also after the page took other parts. What hears mouse and keys comes along once
// somebody reaches for it: until then every button is a link that leads to the same view.

import { stand } from "./page.js";
import { Board } from "./view.js";

let board = null;

function start() {
  const card = document.querySelector(".tlc");
  board = card?.querySelector(".tl") ? new Board(card, stand) : null;
  if (board && "requestIdleCallback" in window) requestIdleCallback(hear);
  for (const sign of ["pointerover", "focusin", "touchstart"]) card?.addEventListener(sign, hear, { passive: true });
}

async function hear() {
  const heard = board;
  if (!heard || heard.heard) return;
  heard.heard = true;
  (await import("./gestures.js")).listen(heard);
  heard.card.dataset.live = "";
}

document.addEventListener("swapped", start);
document.addEventListener("closed", (closed) => board?.settleOn(closed.detail));
start();
