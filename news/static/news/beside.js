/** Shows the source beside the editor of a translation, and keeps it in step with both. */

import { Cards } from "./beside_cards.js";
import { Draft } from "./beside_draft.js";

const POLL = 15_000; // milliseconds
const ADDED = "beside"; // names in the address what to show first

class Told extends Error {} // with words for the person
class Unanswered extends Error {}

class Beside {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.cards = new Cards(form, root.querySelector("template"));
    this.pieces = new Map(); // what the newsroom said last, by key
    this.shown = new Map(); // the sources that the editor had before their eyes: digests by key
    this.texts = new Map(); // the texts of the draft that this form shows: digests by key
    this.terms = new Map(); // what the glossary knows: by digest of the source
    this.draft = new Draft(form, () => JSON.stringify(Object.fromEntries(this.shown)), () => this.soon());
    this.turn = 0; // an answer that was overtaken by another is not shown
  }

  async start() {
    this.listen();
    await Promise.all([this.load(), this.draft.settled()]);
    const address = new URL(window.location);
    const key = address.searchParams.get(ADDED);
    if (key) {
      address.searchParams.delete(ADDED);
      window.history.replaceState(null, "", address);
      this.cards.reach(key);
    }
    setInterval(() => document.visibilityState === "visible" && this.load(), POLL);
  }

  listen() {
    this.form.addEventListener("focusin", ({ target }) => this.see(this.cards.keyOf(target)));
    this.form.addEventListener("click", ({ target }) => this.press(target));
    this.root.addEventListener("click", ({ target }) => this.press(target));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.load());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), 500);
  }

  /** Ask how things are; what cannot be answered now is asked again later. */
  async load() {
    this.turn += 1;
    const { turn } = this;
    try {
      // The glossary is looked into once for each text of the source.
      const hasTerms = [...this.pieces.values()].every((piece) => piece.terms);
      const address = `${this.root.dataset.source}${this.pieces.size && hasTerms ? "" : "?terms=1"}`;
      const answer = await this.ask(address, { "If-None-Match": this.tag ?? "" });
      if (answer.status === 304) return;
      if (answer.status === 409) this.cards.clear();
      const data = await this.read(answer);
      if (turn !== this.turn) return;
      this.tag = answer.headers.get("ETag");
      this.show(data);
    } catch (error) {
      if (error instanceof Told) this.say(error.message);
      else if (!(error instanceof Unanswered)) throw error;
    }
  }

  show(data) {
    performance.mark("beside-begin");
    const before = this.pieces;
    this.pieces = new Map(data.pieces.map((piece) => [piece.key, piece]));
    for (const piece of data.pieces) {
      if (piece.terms) this.terms.set(piece.source, piece.terms);
      piece.terms = this.terms.get(piece.source);
      if (!piece.terms) this.soon();
    }
    this.cards.show(data);
    const isOwn = data.revision === this.draft.revision;
    for (const [key, piece] of this.pieces) {
      if (isOwn || !this.texts.has(key)) this.texts.set(key, piece.text);
      if (!this.shown.has(key)) this.shown.set(key, piece.source);
      this.cards.mark(key, this.shown.get(key) !== piece.source);
    }
    this.tell(data.progress);
    if (before.size) this.announce(before, data.progress);
    performance.measure("beside", "beside-begin");
  }

  /** The bar, its words, and what can be done about several pieces at once. */
  tell(progress) {
    this.progress = progress;
    const bar = this.root.querySelector("progress");
    [bar.max, bar.value] = [progress.total || 1, progress.done];
    this.root.querySelector(".beside__told").textContent = progress.text;
    const mayWrite = [...this.pieces.values()].some((piece) => piece.settle);
    this.root.querySelector("[data-beside-all]").hidden = !(mayWrite && progress.stale);
    this.root.querySelector("[data-beside-structure]").hidden = !(mayWrite && progress.missing);
  }

  /** Say aloud what is in another state than before. */
  announce(before, progress) {
    const changed = [...this.pieces.values()].filter((piece) => before.get(piece.key)?.state !== piece.state);
    if (!changed.length) return;
    const ofSource = changed.some((piece) => before.get(piece.key)?.source !== piece.source);
    const names = changed.length > 3 ? [] : changed.map((piece) => piece.name);
    this.root.querySelector("[role=status]").textContent = [
      ofSource ? this.root.dataset.stale : "", ...names, progress.text,
    ].filter(Boolean).join(" ");
  }

  /** Who enters a piece sees what its source says now. Nothing moves: they may be about to press a button. */
  see(key) {
    if (this.pieces.has(key)) this.shown.set(key, this.pieces.get(key).source);
  }

  press(target) {
    const button = target.closest?.("button");
    if (!button) return;
    const key = this.cards.keyOf(button);
    if (button.dataset.besideJump) this.jump(Number(button.dataset.besideJump));
    else if ("besideSettle" in button.dataset) this.doing(button, () => this.settle([key]));
    else if ("besideAdd" in button.dataset) this.doing(button, () => this.add([key]));
    else if ("besideStructure" in button.dataset) this.doing(button, () => this.add(null));
    else if ("besideAll" in button.dataset) this.doing(button, () => this.settleAll());
  }

  jump(step) {
    const inForm = this.form.contains(document.activeElement);
    const from = inForm ? document.activeElement : this.cards.cards.get(this.reached) ?? this.root;
    this.reached = this.cards.neighbour(from, step);
    this.say(this.reached ? "" : this.root.dataset.none);
    this.cards.reach(this.reached);
  }

  /** Do something once; what goes wrong is said. */
  async doing(button, action) {
    if (button.ariaBusy) return;
    button.ariaBusy = "true";
    this.say("");
    try {
      await action();
    } catch (error) {
      this.say(error instanceof Told ? error.message : this.root.dataset.failed);
      this.load();
    } finally {
      button.ariaBusy = null;
    }
  }

  say(words) {
    this.root.querySelector("[role=alert]").textContent = words;
  }

  /** Have everything saved that is typed; throws Told where that does not work. */
  async save() {
    if (!(await this.draft.save())) throw new Told(this.root.dataset.unsaved);
  }

  /** Say that pieces are right, as they were seen when the button was pressed. */
  async settle(keys) {
    const sources = keys.map((key) => this.pieces.get(key).source);
    if (!this.draft.isSaved) {
      await this.save();
      await this.load();
    }
    const pairs = keys.map((key, place) => [key, { source: sources[place], text: this.texts.get(key) }]);
    const answer = await this.post(this.root.dataset.settle, { pieces: Object.fromEntries(pairs) });
    [this.tag, this.turn] = [null, this.turn + 1];
    for (const key of keys) this.shown.delete(key);
    this.show(answer);
    if (keys.length === 1) this.cards.cards.get(keys[0])?.focus();
  }

  /** The same of all stale pieces, once the person has confirmed it. */
  async settleAll() {
    const keys = [...this.pieces.values()].filter((piece) => piece.state === "stale").map((piece) => piece.key);
    const dialog = this.root.querySelector("dialog");
    dialog.querySelector("p").textContent = this.progress.confirm;
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((resolve) => { dialog.addEventListener("close", resolve, { once: true }); });
    if (dialog.returnValue === "yes") await this.settle(keys);
  }

  /** Add blocks to the draft and show it with them; nobody can type meanwhile, so nothing is lost. */
  async add(keys) {
    this.form.inert = true;
    try {
      await this.save();
      const { added } = await this.post(this.root.dataset.blocks, { keys });
      const address = new URL(window.location);
      address.searchParams.set(ADDED, added[0]);
      window.location.replace(address);
    } catch (error) {
      this.form.inert = false;
      throw error;
    }
  }

  async ask(address, headers, options = {}) {
    const told = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", ...headers };
    try {
      return await fetch(address, { headers: told, ...options });
    } catch (error) {
      throw new Unanswered(error);
    }
  }

  async post(address, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    return this.read(await this.ask(address, headers, { method: "POST", body: JSON.stringify(body) }));
  }

  /** What was answered; throws Told with the newsroom's own words where it refused. */
  async read(answer) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const data = isJson ? await answer.json() : {};
    if (data.detail) throw new Told(data.detail);
    if (!answer.ok || !isJson) throw new Unanswered(answer.status);
    return data;
  }
}

const [root, form] = ["[data-beside]", "[data-edit-form]"].map((name) => document.querySelector(name));
// Wagtail fills the body of the form when the document is ready.
window.addEventListener("load", () => new Beside(root, form).start());
