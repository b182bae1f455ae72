/** Shows what is public beside the story in the editor, while it is being written. */

import { RelatedBlocks, wordsOf } from "./suggestions_draft.js";

const PAUSE = 1_200; // milliseconds without a word until the newsroom is asked
const AGAIN = 15_000; // after it did not answer
const PARTS = ["duplicates", "translations", "background"];

class Suggestions {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.related = new RelatedBlocks();
    this.template = root.querySelector("template");
    this.counter = document.querySelector('[data-side-panel-toggle="suggestions"] [data-side-panel-toggle-counter]');
    this.asked = ""; // what was asked last
    this.waiting = null; // an answer that is not shown while somebody is in the list
  }

  start() {
    for (const name of ["input", "change", "click"]) this.form.addEventListener(name, () => this.soon());
    document.addEventListener("visibilitychange", () => this.soon());
    this.root.addEventListener("focusout", () => setTimeout(() => this.catchUp()));
    this.root.addEventListener("click", ({ target }) => this.press(target.closest("button")));
    this.soon();
  }

  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause);
  }

  /** What is asked: the words of the draft, and where it stands or will. */
  draft() {
    const page = new URL(this.form.action).pathname.match(/\/pages\/(\d+)\/edit\//)?.[1] ?? "";
    return JSON.stringify({ ...wordsOf(this.form), page, parent: this.root.dataset.parent });
  }

  async ask() {
    const draft = this.draft();
    this.settle();
    if (document.visibilityState !== "visible" || draft === this.asked) return;
    this.asked = draft;
    try {
      const data = await this.post(draft);
      if (draft !== this.asked) return; // it was overtaken by another
      this.say("[role=alert]", "");
      this.waiting = data;
      this.catchUp();
    } catch (error) {
      if (draft !== this.asked) return;
      this.asked = "";
      this.say("[role=alert]", error.message);
      this.soon(AGAIN);
    }
  }

  async post(draft) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const headers = {
      Accept: "application/json", "Content-Type": "application/json",
      "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest",
    };
    let data = {};
    let answer = null;
    try {
      answer = await fetch(this.root.dataset.url, { method: "POST", headers, body: draft });
      data = await answer.json();
    } catch {
      throw new Error(this.root.dataset.failed);
    }
    if (!answer.ok) throw new Error(data.detail ?? this.root.dataset.failed);
    return data;
  }

  /** Show what was answered, unless somebody is in the list: it must not move beneath them. */
  catchUp() {
    if (!this.waiting || this.root.contains(document.activeElement)) return;
    const data = this.waiting;
    this.waiting = null;
    for (const part of PARTS) this.list(part, data[part]);
    this.say("[role=status]", data.told);
    const same = data.duplicates.length;
    this.counter.textContent = same;
    this.counter.hidden = !same;
    this.settle();
  }

  list(part, stories) {
    const section = this.root.querySelector(`[data-suggestions-part="${part}"]`);
    section.hidden = !stories.length;
    section.querySelector("ul").replaceChildren(...stories.map((story) => this.item(story, part === "duplicates")));
  }

  item(story, isSame) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    const [link, facts, alike, translations] = ["story", "facts", "alike", "translations"].map(
      (name) => item.querySelector(`.suggestions__${name}`),
    );
    this.fill(link, story);
    facts.textContent = story.facts ?? "";
    alike.textContent = story.alike ?? "";
    alike.hidden = !isSame || !story.likeness;
    translations.hidden = !story.translations?.length;
    translations.replaceChildren(...(story.translations ?? []).map((one) => {
      const line = document.createElement("li");
      line.append(this.fill(link.cloneNode(), one));
      return line;
    }));
    const button = item.querySelector("button");
    button.hidden = !story.chosen || !this.related.isThere;
    button.chosen = story.chosen;
    button.setAttribute("aria-describedby", `suggestion-${story.id}`);
    link.id = `suggestion-${story.id}`;
    return item;
  }

  fill(link, { url, title, locale }) {
    [link.href, link.textContent, link.lang, link.dir] = [url, title, locale, "auto"];
    return link;
  }

  press(button) {
    if (!button?.chosen || button.ariaDisabled === "true") return;
    this.related.add(button.chosen);
    this.settle();
    this.say("[role=status]", this.root.dataset.added);
  }

  /** Say of each story whether the draft names it already. */
  settle() {
    const named = this.related.named();
    for (const button of this.root.querySelectorAll("li button")) {
      const isNamed = named.has(button.chosen?.id);
      button.ariaDisabled = isNamed ? "true" : null;
      button.querySelector("[data-suggestions-add]").hidden = isNamed;
      button.querySelector("[data-suggestions-there]").hidden = !isNamed;
    }
  }

  say(selector, words) {
    const place = this.root.querySelector(selector);
    if (place.textContent !== words) place.textContent = words;
  }
}

const [root, form] = ["[data-suggestions]", "[data-edit-form]"].map((name) => document.querySelector(name));
// Wagtail fills the body of the form when the document is ready.
window.addEventListener("load", () => new Suggestions(root, form).start());
