// Completes the search words while they are typed: the combobox of the ARIA practices. Without it the form
// works as it is.
(() => {
  "use strict";

  const field = document.querySelector("[data-suggest]");
  if (!field) return;

  const PAUSE = 120;  // milliseconds without a key before anything is asked
  const SHORTEST = 2;
  const { suggest: address, locale, label, counts } = field.dataset;
  const kinds = JSON.parse(field.dataset.kinds);
  const forms = JSON.parse(counts);
  const plural = new Intl.PluralRules(locale);
  const digits = new Intl.NumberFormat(locale === "ar" ? "ar-u-nu-arab" : locale);

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  field.after(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let found = [];
  let chosen = -1;
  let typed = field.value;
  let timer = 0;
  let asking = null;

  function close() {
    list.hidden = true;
    found = [];
    mark(-1);
    field.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function mark(place) {
    chosen = place;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === place));
    }
    if (place < 0) {
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  function option(one, place) {
    const item = document.createElement("li");
    item.id = `suggestion-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.dir = "auto";
    text.lang = one.locale;
    let reached = 0;
    for (const [start, end] of one.ranges) {
      const word = document.createElement("mark");
      word.textContent = one.text.slice(start, end);
      text.append(one.text.slice(reached, start), word);
      reached = end;
    }
    text.append(one.text.slice(reached));
    const kind = document.createElement("span");
    kind.className = "suggestion-kind";
    kind.textContent = kinds[one.type] ?? "";
    item.append(text, " ", kind);
    item.addEventListener("click", () => take(one));
    return item;
  }

  function show(suggestions) {
    found = suggestions;
    if (!found.length) return close();
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    mark(-1);
    field.setAttribute("aria-expanded", "true");
    const form = forms[plural.select(found.length)] ?? forms.other;
    status.textContent = form.replace("{count}", digits.format(found.length));
  }

  function take(one) {
    close();
    if (one.path) {
      location.assign(encodeURI(one.path));
    } else {
      field.value = one.text;
      field.form.requestSubmit();
    }
  }

  async function ask(text) {
    asking?.abort();
    asking = new AbortController();
    try {
      const query = new URLSearchParams({ q: text, locale });
      const response = await fetch(`${address}?${query}`, { signal: asking.signal });
      const answer = response.ok ? await response.json() : { data: [] };
      if (field.value === text && document.activeElement === field) show(answer.data);
    } catch {
      // What was asked before is of no use any more, or nobody answers: the form still searches.
    }
  }

  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    typed = field.value;
    clearTimeout(timer);
    if (typed.trim().length < SHORTEST) {
      asking?.abort();
      return close();
    }
    timer = setTimeout(ask, PAUSE, typed);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = found.length - 1;
    if (event.key === "ArrowDown") mark(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") mark(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(found[chosen]);
    else return;
    event.preventDefault();
  });

  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
})();
