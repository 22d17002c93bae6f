// Saving an application while it is written. The form saves by htmx; this keeps what has not been saved, and says so.

const form = document.getElementById("ansoegning");
const line = document.getElementById("gemt");
const spoken = document.getElementById("gemt-status");
const key = `ansoegning:${form.dataset.draft}:${location.pathname}${location.search}`;
let written = 0; // how often something was written
let sent = 0; // what was written when the form was last sent

/** The words of the saved line, to those who listen: once for each new thing it says. */
function speak() {
  const words = line.textContent.trim();
  if (spoken.textContent !== words) spoken.textContent = words;
}

/** Say that nothing was saved. The text stays in the form, and in this tab when the page is left. */
function notSaved(why, link) {
  line.replaceChildren(Object.assign(document.createElement("strong"), { className: "saved__not", textContent: "Ikke gemt. " }), why);
  if (link) line.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: "Log ind igen" }));
  speak();
}

const isTyped = (name) => name !== "csrfmiddlewaretoken" && !name.startsWith("theirs-");

function keep() {
  written += 1;
  sessionStorage.setItem(key, JSON.stringify([...new FormData(form)].filter(([name]) => isTyped(name))));
}

/** What was written but not saved when the page was left comes back, always with the marks it was written on: the
 * browser may have put the text back by itself, beside the marks of what a colleague has written since. */
function restore() {
  const draft = sessionStorage.getItem(key);
  if (!draft || form.querySelector(".conflict, .form-error-message")) return;
  sessionStorage.removeItem(key);
  form.reset();
  const now = new FormData(form);
  const fields = JSON.parse(draft).filter(([name]) => !name.startsWith("seen-"));
  if (fields.every(([name, value]) => now.get(name) === value)) return;
  for (const [name, value] of JSON.parse(draft)) if (form.elements[name]) form.elements[name].value = value;
  keep();
  window.htmx.trigger(form, "gem");
}

let isSending = false; // the form itself is what leaves the page

form.addEventListener("input", keep);
form.addEventListener("submit", () => {
  isSending = true;
  sessionStorage.removeItem(key);
});
addEventListener("pageshow", () => (isSending = false));
// Whoever goes on without choosing between one's own text and a colleague's is asked.
addEventListener("beforeunload", (event) => {
  if (!isSending && form.querySelector('.conflict button[value$=":mine"]')) event.preventDefault();
});
form.addEventListener("htmx:beforeRequest", () => (sent = written));
form.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr.status;
  if (status === 200 && sent === written) sessionStorage.removeItem(key);
  const again = `/konto/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (status === 401) notSaved("Du er logget ud. Din tekst står her stadig, og den er her igen, når du har logget ind.", again);
  else if (status === 403) notSaved("Du kan ikke skrive her nu. Kopiér din tekst, og genindlæs siden.");
  else if (status === 404) notSaved("Ansøgningen er ikke længere din. Kopiér din tekst, før du lukker siden.");
  else if (status >= 400 && status !== 422) notSaved("Noget gik galt hos os. Din tekst står her, og vi prøver igen, når du skriver videre.");
  else if (status === 0) notSaved("Der er ingen forbindelse. Din tekst står her, og vi prøver igen, når du skriver videre.");
});
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target === line) speak();
});
if (document.readyState === "complete") restore();
else addEventListener("load", restore);
