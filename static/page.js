// Theme, copying, popovers, keys; filters, views and details by fetching the same addresses.

import { withParams } from "./time.js";

const root = document.documentElement;
const THEME = "timeline-theme";
const WAIT = 300; // ms until the address follows a pan
const narrow = matchMedia("(max-width: 700px)");
const page = document.querySelector("#page");
const isEvents = Boolean(page?.querySelector("form.filters"));
let current = location.href;
let running = null;
let noted = 0;
let sheet = null;

function remembered() {
  try {
    return localStorage.getItem(THEME);
  } catch {
    return null; // storage is off
  }
}

function remember(theme) {
  try {
    localStorage.setItem(THEME, theme);
  } catch {
    // it holds for this page alone
  }
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

async function copy(button) {
  const text = button.dataset.copyText ?? new URL(button.dataset.copy, location.href).href;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = root.dataset.copied;
  } catch {
    button.textContent = root.dataset.notCopied;
  }
  setTimeout(() => {
    button.textContent = before;
  }, 2500);
}

root.classList.add("js");
const theme = remembered();
if (theme === "light" || theme === "dark") root.dataset.theme = theme;

document.addEventListener("click", (click) => {
  if (click.target.closest("#theme")) {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
  }
  const button = click.target.closest("button[data-copy], button[data-copy-text]");
  if (button) copy(button);
  if (click.target.closest("#show-keys")) document.querySelector("#keys").showModal();
  for (const open of document.querySelectorAll("details.pop[open]")) {
    if (!open.contains(click.target)) open.open = false;
  }
});

const live = document.createElement("p"); // outlives the parts that are replaced
live.className = "vh";
live.setAttribute("role", "status");
document.body.append(live);

/** Fetch an address and take its `details` alone, or all; `how` is push, replace or none. */
export async function show(href, { how = "push", details = false, focus = null } = {}) {
  const address = href.split("#")[0];
  running?.abort();
  running = new AbortController();
  page.setAttribute("aria-busy", "true");
  let fresh;
  try {
    const answer = await fetch(address, { signal: running.signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    fresh = read(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
    return;
  }
  page.removeAttribute("aria-busy");
  const swap = details && page.querySelector(".main") && fresh.parsed.querySelector(".main") ? takeDetails : takeAll;
  swap(fresh);
  note(address, how);
  if (swap === takeAll) document.dispatchEvent(new Event("swapped"));
  focus?.();
}

/** The style block goes apart: its nonce is another page's, so parsing it would be refused. */
function read(text) {
  const block = /<style[^>]*id="positions">([^<]*)<\/style>/;
  const positions = block.exec(text)?.[1] ?? "";
  return { positions, parsed: new DOMParser().parseFromString(text.replace(block, ""), "text/html") };
}

function takeAll({ parsed, positions }) {
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(positions);
  document.querySelector("#positions")?.remove();
  document.adoptedStyleSheets = [sheet];
  const typed = document.activeElement?.id === "q" ? document.activeElement.value : null;
  page.replaceChildren(...parsed.querySelector("#page").childNodes);
  document.title = parsed.title;
  document.querySelector("#subscribe").href = parsed.querySelector("#subscribe").getAttribute("href");
  const count = page.querySelector("#count b")?.textContent ?? "";
  if (live.textContent !== count) live.textContent = count;
  if (typed !== null) page.querySelector("#q").focus();
}

function takeDetails({ parsed }) {
  const main = page.querySelector(".main");
  page.querySelector("#event")?.remove();
  const details = parsed.querySelector("#event");
  main.classList.toggle("alone", !details);
  if (details) main.append(details);
  const id = details?.dataset.id;
  for (const one of page.querySelectorAll("a[data-event]")) {
    const marked = one.closest(".ev") ?? one;
    if (one.dataset.event === id) marked.setAttribute("aria-current", "true");
    else marked.removeAttribute("aria-current");
  }
  document.title = parsed.title;
}

function note(address, how) {
  clearTimeout(noted);
  if (how === "push") history.pushState(null, "", address);
  if (how === "replace") noted = setTimeout(() => history.replaceState(null, "", address), WAIT);
  current = address;
}

export function stand(changes) {
  note(withParams(current, changes), "replace");
}

function toHeading() {
  const heading = page.querySelector("#event h2");
  heading?.focus({ preventScroll: true });
  if (innerWidth <= 1180) heading?.scrollIntoView({ block: "center" });
}

/** The event in the panel; on a phone it has a page of its own. */
export function open(id) {
  if (narrow.matches || !isEvents) location.assign(`/events/${encodeURIComponent(id)}`);
  else show(withParams(current, { event: id }), { details: true, focus: toHeading });
}

function close() {
  const id = page.querySelector("#event")?.dataset.id;
  const back = () => document.dispatchEvent(new CustomEvent("closed", { detail: id }));
  if (id) show(withParams(current, { event: null }), { details: true, focus: back });
}

page?.addEventListener("click", (click) => {
  if (!isEvents || click.defaultPrevented) return;
  if (click.ctrlKey || click.metaKey || click.shiftKey || click.button) return;
  const link = click.target.closest("a");
  const act = link && action(link);
  if (!act) return;
  click.preventDefault();
  act();
});

function action(link) {
  if (link.dataset.event) return () => open(link.dataset.event);
  if ("close" in link.dataset) return close;
  if ("view" in link.dataset || "group" in link.dataset || link.classList.contains("clear")) return () => show(link.href);
  return null;
}

/** A form that takes a while says so, and is not sent twice. */
document.addEventListener("submit", ({ target }) => {
  const button = target.dataset.busy && target.querySelector("[type=submit]");
  if (!button) return;
  target.setAttribute("aria-busy", "true");
  button.dataset.was = button.textContent;
  button.textContent = target.dataset.busy;
  live.textContent = target.dataset.busy;
  setTimeout(() => (button.disabled = true));
});

addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-was]")) {
    Object.assign(button, { textContent: button.dataset.was, disabled: false });
  }
});

page?.addEventListener("submit", (submit) => {
  const form = submit.target.closest("form.filters");
  if (!form) return;
  submit.preventDefault();
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  show(new URL(`${form.getAttribute("action")}?${asked}`, location.href).href);
});

addEventListener("popstate", () => {
  if (isEvents && location.href.split("#")[0] !== current.split("#")[0]) show(location.href, { how: "none" });
});

document.addEventListener("keydown", (key) => {
  const popover = document.querySelector("details.pop[open]");
  if (key.key === "Escape" && popover) {
    popover.open = false;
    popover.querySelector("summary").focus();
    return;
  }
  if (key.ctrlKey || key.metaKey || key.altKey || key.target.closest("input, textarea, select, dialog")) return;
  if (key.key === "Escape" && page?.querySelector("#event")) close();
  if (key.key === "?" && page?.querySelector("#keys")) page.querySelector("#keys").showModal();
  if (key.key === "/" && page?.querySelector("#q")) {
    key.preventDefault();
    page.querySelector("#q").focus();
  }
});

document.querySelector("#subscribe")?.addEventListener("click", async (click) => {
  if (click.ctrlKey || click.metaKey || click.shiftKey || click.button) return;
  if (location.pathname === "/feeds") return;
  click.preventDefault();
  const { href } = click.currentTarget;
  (await import("./subscribe.js")).open(href);
});
