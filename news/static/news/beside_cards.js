/** The cards of the source in the editor of a translation: where they stand, and what they show. */

const DELETED = 'input[name$="-deleted"]';
const EDITABLE = [
  "input:not([type=hidden]):not([disabled])",
  "textarea:not([disabled])",
  "select:not([disabled])",
  "[contenteditable=true]",
].join(", ");
export const NEEDING_WORK = new Set(["untranslated", "missing", "machine", "stale"]);

/** The fields and blocks of the form by key; what was deleted and not saved yet is not among them. */
function hostsIn(form) {
  const hosts = new Map();
  for (const element of form.querySelectorAll("[data-contentpath]")) {
    const above = element.parentElement.closest("[data-contentpath]");
    if (!above) {
      hosts.set(element.dataset.contentpath, element.closest(".w-field__wrapper") ?? element);
    } else if (above.dataset.contentpath === "body" && element.querySelector(DELETED)?.value !== "1") {
      hosts.set(element.dataset.contentpath, element);
    }
  }
  return hosts;
}

function setText(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

/** One line for each term: what it is called, how it is to be translated, what there is to know. */
function termLine({ term, form, note }) {
  const line = document.createElement("li");
  for (const [name, text] of [["b", term], ["span", form], ["small", note]]) {
    if (text) {
      const part = document.createElement(name);
      part.dir = "auto";
      part.textContent = text;
      line.append(part, " ");
    }
  }
  return line;
}

export class Cards {
  constructor(form, template) {
    this.form = form;
    this.template = template;
    this.cards = new Map();
    this.told = new Map();
    this.hosts = new Map();
  }

  /** Bring all cards in line with what the newsroom says, in one pass that measures nothing. */
  show(data) {
    this.hosts = hostsIn(this.form);
    const keys = new Set(data.pieces.map((piece) => piece.key));
    for (const [key, card] of this.cards) {
      if (!keys.has(key)) this.remove(key, card);
    }
    for (const piece of data.pieces) this.fill(piece, data);
    for (const piece of data.pieces) {
      const host = this.hosts.get(piece.key);
      if (host) this.stand(this.cards.get(piece.key), host);
    }
    this.lineUp(data.blocks);
  }

  remove(key, card) {
    card.parentElement?.classList.remove("beside-host");
    card.remove();
    this.cards.delete(key);
    this.told.delete(key);
  }

  clear() {
    for (const [key, card] of this.cards) this.remove(key, card);
  }

  /** Let the card of a piece say what the newsroom does; a card that says it already is left alone. */
  fill(piece, { lang, dir }) {
    const isThere = this.hosts.has(piece.key);
    const told = JSON.stringify([piece, isThere]);
    if (this.told.get(piece.key) === told) return;
    this.told.set(piece.key, told);
    const card = this.cards.get(piece.key) ?? this.make(piece.key);
    const part = (name) => card.querySelector(`.beside-card__${name}`);
    card.dataset.state = piece.state;
    card.setAttribute("aria-label", piece.name);
    part("badge").textContent = piece.badge;
    setText(part("note"), piece.note);
    const words = part("words");
    words.innerHTML = piece.words; // cleaned by the newsroom
    words.lang = lang;
    words.dir = dir;
    const terms = piece.terms ?? [];
    part("terms").replaceChildren(...terms.map(termLine));
    part("terms").hidden = !terms.length;
    const [settle, add] = card.querySelectorAll("button");
    setText(settle, piece.settle);
    settle.classList.toggle("button-secondary", piece.state !== "stale" && piece.state !== "machine");
    settle.setAttribute("aria-label", `${piece.settle}: ${piece.label}`);
    add.hidden = !piece.add || isThere;
    add.setAttribute("aria-label", `${add.textContent.trim()}: ${piece.label}`);
    part("buttons").hidden = settle.hidden && add.hidden;
  }

  make(key) {
    const card = this.template.content.firstElementChild.cloneNode(true);
    card.dataset.key = key;
    card.id = `beside-${key}`;
    this.cards.set(key, card);
    return card;
  }

  /** Put a card where its piece is edited. */
  stand(card, host) {
    if (card.parentElement === host) return;
    card.parentElement?.classList.remove("beside-host");
    host.classList.add("beside-host");
    for (const field of host.querySelectorAll(EDITABLE)) field.setAttribute("aria-details", card.id);
    host.prepend(card);
  }

  /** Put the cards of blocks that the form does not have where they would stand. */
  lineUp(blocks) {
    const stream = this.form.querySelector('[data-contentpath="body"] [data-streamfield-stream-container]');
    let last = stream?.firstElementChild;
    for (const key of last ? blocks : []) {
      const host = this.hosts.get(key);
      const card = this.cards.get(key);
      if (host) {
        // Behind each block stands what inserts the next one.
        const next = host.nextElementSibling;
        last = next && !next.matches(".beside-card, [data-streamfield-child]") ? next : host;
      } else if (card) {
        if (last.nextElementSibling !== card) last.after(card);
        last = card;
      }
    }
  }

  /** The key of the piece that an element belongs to. */
  keyOf(element) {
    const card = element?.closest?.(".beside-card") ?? element?.closest?.(".beside-host")?.querySelector(".beside-card");
    return card?.dataset.key;
  }

  /** Say of a piece whether its source has just changed. */
  mark(key, isFresh) {
    const card = this.cards.get(key);
    if (card) card.querySelector(".beside-card__fresh").hidden = !isFresh;
  }

  /** The key of the piece that needs work before or behind an element, round the end. */
  neighbour(from, step) {
    const own = this.keyOf(from);
    const cards = [...this.form.querySelectorAll(".beside-card")].filter(
      (card) => NEEDING_WORK.has(card.dataset.state) && card.dataset.key !== own,
    );
    if (step < 0) cards.reverse();
    const side = step < 0 ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const found = cards.find((card) => from.compareDocumentPosition(card) & side) ?? cards[0];
    return found?.dataset.key ?? (NEEDING_WORK.has(this.cards.get(own)?.dataset.state) ? own : undefined);
  }

  /** Take the editor to a piece: to the field they write in, or else to what they can do about it. */
  reach(key) {
    const card = this.cards.get(key);
    if (!card) return;
    card.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true })); // Wagtail opens the tab
    for (let panel = card.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      panel.querySelector('[data-panel-toggle][aria-expanded="false"]')?.click();
    }
    const host = this.hosts.get(key);
    host?.querySelector('[data-panel-toggle][aria-expanded="false"]')?.click();
    const fields = host ? [...host.querySelectorAll(EDITABLE)] : [];
    const target = fields.find((field) => !card.contains(field)) ?? card.querySelector("button:not([hidden])") ?? card;
    card.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }
}
