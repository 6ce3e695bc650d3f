// What every page has: the theme switch and buttons that copy. Each page is complete without it.

const root = document.documentElement;
const KEY = "timeline-theme";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is off: the system's choice holds
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the choice holds for this page alone
  }
}

function isDark() {
  return root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
}

async function copy(button) {
  const address = new URL(button.dataset.copy, location.href).href;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copy it from the address bar";
  }
  setTimeout(() => {
    button.textContent = before;
  }, 2500);
}

const theme = remembered();
if (theme === "light" || theme === "dark") root.dataset.theme = theme;

document.addEventListener("click", (click) => {
  if (click.target.closest("#theme")) {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
  }
  const button = click.target.closest("button[data-copy]");
  if (button) copy(button);
  for (const open of document.querySelectorAll("details.pop[open]")) {
    if (!open.contains(click.target)) open.open = false;
  }
});

document.addEventListener("keydown", (key) => {
  const open = document.querySelector("details.pop[open]");
  if (key.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
