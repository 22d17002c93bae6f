// What makes the portal pleasanter with JavaScript. Nothing here is needed: every page works without it.

/** Errors first: a summary that arrives takes the focus, so that it is read and its links are next. */
function focusErrorSummary(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

/** Who stood in a piece of the page that is replaced goes on in the new one, in what it says comes next. */
let stoodInside = false;

function noteWhereFocusStands(event) {
  stoodInside = event.detail.target.contains(document.activeElement);
}

function goOnInNewPiece(root) {
  if (!stoodInside || document.activeElement !== document.body) return;
  const next = root.querySelector("[data-next]");
  (next?.matches("button") ? next : next?.querySelector("input, select, textarea"))?.focus();
}

/** A link in the summary leads into the field itself, with its label in view. */
function followErrorLink(event) {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  field.closest(".form-group, .choice")?.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
}

/**
 * A form with data-confirm="dialog's id", or one button of it, asks first. Then it is sent as it would have been, by the same button.
 * A form that lacks something is sent without asking: the answer is what is missing.
 */
function askFirst(event) {
  const form = event.target;
  const dialog = document.getElementById(event.submitter?.dataset.confirm ?? form.dataset.confirm ?? "");
  const lacks = form.dataset.confirm && [...form.querySelectorAll("[required]")].some((field) => !field.value.trim());
  if (!dialog?.showModal || form.dataset.confirmed || lacks) {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  dialog.querySelector("[data-confirm-yes]").onclick = () => {
    form.dataset.confirmed = "yes";
    dialog.close();
    form.requestSubmit(submitter);
  };
  dialog.querySelector("[data-confirm-no]").onclick = () => dialog.close();
  dialog.onclose = () => submitter?.focus();
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
}

const sending = new Set();

/** A second click while the answer is on its way does nothing. The server is safe anyway; this is kindness. */
function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-repeatable")) return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  setTimeout(() => {
    if (event.defaultPrevented) return; // htmx, or a dialog, has taken over
    sending.add(form);
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 10_000); // a download leaves the page standing
  });
}

function release(form) {
  sending.delete(form);
  for (const button of form.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
}

/** Characters left. The browser's own maxlength would cut a pasted text in silence; here it stays, and the server says no. */
function countCharacters(root) {
  for (const area of root.querySelectorAll("textarea[maxlength]")) {
    const limit = area.maxLength;
    area.removeAttribute("maxlength");
    const text = document.createElement("span");
    text.className = "form-hint character-limit";
    text.id = `${area.id}_limit`;
    const spoken = document.createElement("span");
    spoken.className = "sr-only";
    spoken.setAttribute("role", "status");
    area.after(text, spoken);
    area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${text.id}`.trim());
    let pause;
    const show = () => {
      const left = limit - area.value.length;
      const words = left < 0 ? `${-left} tegn for meget` : `${left} tegn tilbage`;
      text.textContent = words;
      text.classList.toggle("is-over", left < 0);
      clearTimeout(pause);
      if (left < limit / 10) pause = setTimeout(() => (spoken.textContent = words), 1000);
    };
    area.addEventListener("input", show);
    show();
    spoken.textContent = "";
  }
}

/** Copy buttons appear only where the browser can copy. */
function offerCopying(root) {
  if (!navigator.clipboard) return;
  for (const box of root.querySelectorAll("[data-copy][hidden]")) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(box.dataset.copy, location.href).href);
      box.querySelector("[role=status]").textContent = "Kopieret";
    });
  }
}

/** Choices in a form marked data-autosubmit act when they are changed. A text waits for Enter or the button, once. */
function submitWhenChanged(event) {
  if (event.target.matches?.("select, [type=checkbox], [type=radio]")) event.target.closest("form[data-autosubmit]")?.requestSubmit();
}

/** Plus and minus count at once in a form that htmx watches; elsewhere they are ordinary submit buttons. */
function count(event) {
  const button = event.target.closest?.(".stepper button");
  if (!button?.form?.hasAttribute("hx-post")) return;
  event.preventDefault();
  const stepper = button.closest(".stepper");
  const input = stepper.querySelector("input");
  const least = Number(stepper.dataset.min ?? 0);
  const most = Number(stepper.dataset.max ?? Infinity);
  const by = button.name.endsWith("-plus") ? 1 : -1;
  input.value = Math.min(most, Math.max(least, (Number.parseInt(input.value, 10) || 0) + by));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A plus or minus that can do no more is shut, and opens again when it can. */
function shutEnds(event) {
  const stepper = event.target.closest?.(".stepper");
  if (!stepper || !("min" in stepper.dataset)) return;
  const value = Number.parseInt(event.target.value, 10);
  stepper.querySelector("[name$=-minus]").disabled = value <= Number(stepper.dataset.min);
  stepper.querySelector("[name$=-plus]").disabled = value >= Number(stepper.dataset.max ?? Infinity);
}

/** A file that is too large is told so at once, and is not sent: it would take minutes to be refused. */
function weighFiles(event) {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-max-bytes]")) return;
  let text = document.getElementById(`${input.id}_size`);
  if (!text) {
    text = document.createElement("span");
    text.className = "form-error-message";
    text.id = `${input.id}_size`;
    text.setAttribute("role", "alert");
    input.before(text);
  }
  const isTooLarge = [...input.files].some((file) => file.size > Number(input.dataset.maxBytes));
  text.textContent = isTooLarge ? input.dataset.tooLarge : "";
  if (isTooLarge) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (isTooLarge) input.value = "";
}

const unsaved = new Set();

/** What is typed in a form marked data-unsaved is not left without a question; "typed" has come back with errors. */
function noteTyping(event) {
  const form = event.target.form;
  if (form?.hasAttribute("data-unsaved")) unsaved.add(form);
}

/** Who sends a form, or takes a way out of it that says so, has been asked enough. */
function letGo(event) {
  if (event.type === "submit" || event.target.closest?.("form[data-unsaved] .form-actions a")) unsaved.clear();
}

function askBeforeLeaving(event) {
  if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
}

addEventListener("submit", askFirst, { capture: true });
addEventListener("submit", letGo);
addEventListener("click", letGo);
addEventListener("input", noteTyping);
addEventListener("beforeunload", askBeforeLeaving);
addEventListener("submit", sendOnce);
addEventListener("click", followErrorLink);
addEventListener("click", count);
addEventListener("change", shutEnds);
addEventListener("change", weighFiles);
addEventListener("change", submitWhenChanged);
addEventListener("pageshow", () => sending.forEach(release));
addEventListener("htmx:load", (event) => {
  countCharacters(event.target);
  offerCopying(event.target);
});
addEventListener("htmx:beforeSwap", noteWhereFocusStands);
addEventListener("htmx:afterSettle", (event) => {
  focusErrorSummary(event.target);
  goOnInNewPiece(event.target);
});

document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
countCharacters(document);
offerCopying(document);
focusErrorSummary(document);
for (const form of document.querySelectorAll("form[data-unsaved=typed]")) unsaved.add(form);
