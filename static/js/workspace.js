// Saving while it is written. The form saves by htmx; this keeps what has not been saved, and says so when it was not.

const form = document.getElementById("vurdering");
const line = document.getElementById("gemt");
const spoken = document.getElementById("gemt-status");
const conflict = document.getElementById("konflikt");
const key = `kladde:${form.dataset.draft}:${location.pathname}`;
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

function keep() {
  written += 1;
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && !name.startsWith("pick-") && name !== "theirs");
  sessionStorage.setItem(key, JSON.stringify(fields));
}

/** What was written but not saved when the page was left comes back, with the revision it was written on. */
function restore() {
  const draft = sessionStorage.getItem(key);
  if (!draft || conflict.childElementCount) return;
  sessionStorage.removeItem(key);
  const before = new FormData(form);
  const fields = JSON.parse(draft);
  if (["level", "reasons", "potential", "feasibility"].every((name) => (before.get(name) ?? "") === (fields.find(([one]) => one === name)?.[1] ?? ""))) return;
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  keep();
  window.htmx.trigger(form, "gem");
}

form.addEventListener("input", keep);
document.getElementById("potentiale").addEventListener("input", keep);
// Choosing between two versions is sent with its button, not while choosing.
conflict.addEventListener("input", (event) => event.stopPropagation());
form.addEventListener("submit", () => sessionStorage.removeItem(key));
form.addEventListener("htmx:beforeRequest", () => (sent = written));
form.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr.status;
  if (status === 200 && sent === written) sessionStorage.removeItem(key);
  const again = `/konto/login/?next=${encodeURIComponent(location.pathname)}`;
  if (status === 401) notSaved("Du er logget ud. Din tekst står her stadig, og den er her igen, når du har logget ind.", again);
  else if (status === 403) notSaved("Siden er blevet for gammel. Genindlæs den: det, du har skrevet, kommer med.");
  else if (status === 404) notSaved("Du arbejder ikke længere på screeningen. Kopiér din tekst, før du lukker siden.");
  else if (status >= 400 && status !== 422) notSaved("Noget gik galt hos os. Din tekst står her, og vi prøver igen, når du skriver videre.");
  else if (status === 0) notSaved("Der er ingen forbindelse. Din tekst står her, og vi prøver igen, når du skriver videre.");
});
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target === line) speak();
});
if (document.readyState === "complete") restore();
else addEventListener("load", restore);
