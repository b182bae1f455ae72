// A form of a term is written in the direction of the language that is chosen for it.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset.directions) return;
  const [lang, dir] = JSON.parse(target.dataset.directions)[target.value] ?? ["", "auto"];
  const fields = target.closest("[data-inline-panel-child]").querySelectorAll("textarea, input[type=text]");
  for (const field of fields) Object.assign(field, { lang, dir });
});
