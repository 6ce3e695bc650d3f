// Starts the timeline card once the page is drawn, also after the page took other parts. What hears mouse and keys comes
// when the browser is idle or somebody reaches for it: until then every button is a link that leads to the same view.

import { stand } from "./page.js";

let board = null;

async function start() {
  board = null;
  const card = document.querySelector(".tlc");
  if (!card?.querySelector(".tl")) return;
  const { Board } = await import("./view.js");
  if (!card.isConnected) return;
  board = new Board(card, stand);
  if ("requestIdleCallback" in window) requestIdleCallback(hear);
  for (const sign of ["pointerover", "focusin", "touchstart"]) card.addEventListener(sign, hear, { passive: true });
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
requestAnimationFrame(() => setTimeout(start));
