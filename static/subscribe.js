// The Subscribe dialog: what /feeds shows, over the page, and shown anew with each choice.

let dialog;

function make() {
  const made = document.createElement("dialog");
  made.id = "subscribing";
  made.setAttribute("aria-labelledby", "subscribing-h");
  made.innerHTML = '<header><h2 id="subscribing-h"></h2><form method="dialog"><button class="btn sm"></button></form></header><div></div>';
  const { title, close } = document.querySelector("#subscribe").dataset;
  made.querySelector("h2").textContent = title;
  made.querySelector("button").textContent = close;
  made.addEventListener("change", (change) => {
    const form = change.target.closest("form.options");
    if (form) fill(new URLSearchParams([...new FormData(form)].filter(([, value]) => value)), change.target);
  });
  made.addEventListener("click", (click) => {
    if (click.target === made) made.close();
  });
  document.body.append(made);
  return made;
}

async function fill(asked, chosen) {
  const answer = await fetch(`/feeds/dialog?${asked}`);
  if (!answer.ok) throw new Error(String(answer.status));
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const held = chosen && { name: chosen.name, value: chosen.value, type: chosen.type };
  dialog.querySelector(":scope > div").replaceChildren(...parsed.body.childNodes);
  if (!held) return;
  const same = [...dialog.querySelectorAll("form.options [name]")].find(
    (one) => one.name === held.name && (held.type !== "checkbox" || one.value === held.value),
  );
  same?.focus();
}

/** Opens the dialog for the filter of `address`; goes there where it cannot be shown. */
export async function open(address) {
  dialog ??= make();
  try {
    await fill(new URL(address).searchParams);
    dialog.showModal();
  } catch {
    location.assign(address);
  }
}
