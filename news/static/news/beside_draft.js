/** The draft in the editor: whether the newsroom has what is written, and how it gets it. */

const HANDED_OVER = 300; // milliseconds until rich text hands over to the form what it has, or what is typed
const PATIENCE = 20_000; // for a draft to be saved
const NOT_WRITTEN = new Set([
  "csrfmiddlewaretoken", "loaded_revision_created_at", "loaded_revision_id", "next", "overwrite_revision_id", "source_shown",
]);

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** What a form says, to be compared; `updates` are fields that the newsroom has filled in since. */
function said(data, updates = {}) {
  const words = [...data].filter(([name, value]) => typeof value === "string" && !NOT_WRITTEN.has(name));
  // Wagtail keeps account of comments itself.
  const written = words.filter(([name]) => !name.startsWith("comments-"));
  return new URLSearchParams(written.map(([name, value]) => [name, updates[name] ?? value])).toString();
}

export class Draft {
  /** `shown` answers with what of the source the editor had before their eyes, `then` is told of each save. */
  constructor(form, shown, then) {
    this.form = form;
    this.saved = this.opened(); // what the newsroom has
    this.saving = null; // what is on its way there
    this.isTouched = false;
    this.listen(shown, then);
  }

  /** What the form says that was just opened; after an error in it, nothing of that is saved. */
  opened() {
    return this.form.dataset.wUnsavedForceValue === "true" ? "" : said(new FormData(this.form));
  }

  listen(shown, then) {
    const { form } = this;
    const touched = () => { this.isTouched = true; };
    for (const name of ["beforeinput", "click"]) form.addEventListener(name, touched, { capture: true });
    form.addEventListener("w-autosave:save", ({ detail }) => {
      detail.formData.set("source_shown", shown());
      this.saving = detail.formData;
    });
    form.addEventListener("w-autosave:success", ({ detail }) => {
      if (this.saving) this.saved = said(this.saving, detail.data.field_updates);
      this.saving = null;
      then();
    });
    form.addEventListener("w-autosave:error", () => { this.saving = null; });
    // What is done before Wagtail begins to watch, or while it saves, it would not save before the next word.
    form.addEventListener("w-unsaved:watch-edits", () => setTimeout(() => this.catchUp()));
    form.addEventListener("submit", () => {
      // Only now, or each change of the source would look like an edit of the story.
      const field = form.elements.source_shown;
      [field.value, field.disabled] = [shown(), false];
      setTimeout(() => { field.disabled = true; });
    });
  }

  /** Wait until rich text says the same in its own way; that is no edit. */
  async settled() {
    await pause(HANDED_OVER);
    if (!this.isTouched) this.saved = this.opened();
  }

  /** The revision this form was filled from, or has made. */
  get revision() {
    const made = Number(this.form.dataset.wAutosaveRevisionIdValue);
    return made || Number(this.form.elements.loaded_revision_id?.value);
  }

  /** Whether what is written is saved, as far as the form knows by now. */
  get isSaved() {
    const hasComments = this.form.dataset.wUnsavedHasCommentsValue === "true";
    return this.saving === null && !hasComments && said(new FormData(this.form)) === this.saved;
  }

  catchUp() {
    if (this.isTouched && this.saving === null && !this.isSaved) this.saveNow();
  }

  saveNow() {
    this.form.dispatchEvent(new CustomEvent("w-unsaved:add", { cancelable: true }));
  }

  /** Have everything saved that is typed; whether that worked. */
  async save() {
    await pause(HANDED_OVER);
    const autosaves = this.form.matches('[data-controller~="w-autosave"]:not([data-w-autosave-active-value="false"])');
    for (let attempt = 0; attempt < 3 && !this.isSaved && autosaves; attempt += 1) {
      const outcome = new Promise((resolve) => {
        for (const name of ["success", "error"]) {
          this.form.addEventListener(`w-autosave:${name}`, () => resolve(name), { once: true });
        }
        setTimeout(resolve, PATIENCE);
      });
      if (this.saving === null) this.saveNow();
      if ((await outcome) !== "success") break;
    }
    return this.isSaved;
  }
}
