// Adding an article: each step is shown with its count as the server takes it, and nothing typed is lost.

const LINES = "application/x-ndjson";
const page = document.querySelector("#adding");

for (const form of page.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (submit) => {
    submit.preventDefault();
    send(form, new FormData(form));
  });
}

async function send(form, given) {
  page.querySelector(".err")?.remove();
  begin(form);
  try {
    const answer = await fetch(form.action, { method: "POST", body: given, headers: { Accept: LINES } });
    if (!answer.headers.get("Content-Type")?.startsWith(LINES)) throw new Error(String(answer.status));
    for await (const told of lines(answer.body)) take(form, told);
  } catch {
    form.submit(); // the plain way says on a page of its own what went wrong
  }
}

/** The JSON objects of a stream, one a line, each as soon as it is whole. */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts.map((line) => JSON.parse(line));
  }
}

function begin(form) {
  const steps = form.querySelector(".doing");
  steps.hidden = false;
  for (const step of steps.children) {
    step.dataset.was ??= step.textContent;
    step.textContent = step.dataset.was;
    step.className = "";
  }
  steps.firstElementChild.className = "now";
}

function take(form, told) {
  if (told.error) {
    refuse(form, told);
    return;
  }
  const step = form.querySelector(`[data-step=${told.step}]`);
  for (let one = step; one; one = one.previousElementSibling) one.className = "done";
  step.textContent = told.said;
  if (step.nextElementSibling) step.nextElementSibling.className = "now";
  if (told.to) location.assign(told.to);
}

function refuse(form, { error, asked, guess }) {
  form.querySelector(".doing").hidden = true;
  form.removeAttribute("aria-busy");
  const button = form.querySelector("[type=submit]");
  Object.assign(button, { textContent: button.dataset.was, disabled: false });
  const box = document.createElement("div");
  box.className = "pn err";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const heading = document.createElement("h2");
  heading.textContent = asked ? page.dataset.asked : page.dataset.refused;
  const sentence = document.createElement("p");
  sentence.textContent = error;
  box.append(heading, sentence);
  form.before(box);
  const field = form.elements.published;
  if (asked) {
    field.value ||= guess;
    field.setAttribute("aria-invalid", "true");
  } else field.removeAttribute("aria-invalid");
  (asked ? field : box).focus();
}
