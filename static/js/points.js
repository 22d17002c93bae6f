/** Counts the points a municipality gives to themes, and says how many are left. The server checks them anyway. */

function sum(form) {
  return [...form.querySelectorAll("input[type=radio]:checked")].reduce((total, input) => total + Number(input.value), 0);
}

function words(left) {
  if (left === 0) return "I har brugt alle point.";
  if (left < 0) return `I har givet ${-left} point for meget.`;
  return `I har ${left} point tilbage.`;
}

function show(form) {
  const left = Number(form.dataset.points) - sum(form);
  const place = form.querySelector("[data-points-left]");
  place.textContent = words(left);
  place.classList.toggle("is-over", left < 0);
}

for (const form of document.querySelectorAll("form[data-points]")) {
  form.addEventListener("change", () => show(form));
  show(form);
}
