/** The draft in the editor: its words as they are typed, and its blocks of related stories. */

/** The text of a rich text field, which hands over its state as JSON; of a number that was chosen, nothing. */
function richText(field) {
  try {
    return (JSON.parse(field.value)?.blocks ?? []).map((block) => block.text).join("\n");
  } catch {
    return "";
  }
}

/** Title and text of the draft. Blocks that were deleted stay in the form, hidden. */
export function wordsOf(form) {
  const lines = [form.elements.standfirst?.value ?? ""];
  for (const child of form.querySelectorAll("#body-root [data-streamfield-stream-container] > [data-streamfield-child]")) {
    if (!child.querySelector(':scope > input[name$="-deleted"]').value) {
      for (const field of child.querySelectorAll('input[type=hidden][name$="-value"], textarea, input[type=text]')) {
        lines.push(field.type === "hidden" ? richText(field) : field.value);
      }
    }
  }
  return { title: form.elements.title?.value ?? "", text: lines.filter(Boolean).join("\n") };
}

export class RelatedBlocks {
  /** The body, as Wagtail drives it; null where a story has none that can be edited. */
  get body() {
    return document.getElementById("body-root")?.rootBlock ?? null;
  }

  /** Whether a story can be named: nothing can be changed in one that somebody else has locked. */
  get isThere() {
    if (document.body.classList.contains("content-locked")) return false;
    return "related" in (this.body?.blockDef.childBlockDefsByName ?? {});
  }

  get blocks() {
    return this.body?.children.filter((child) => child.type === "related") ?? [];
  }

  /** The numbers of the stories that the draft names. */
  named() {
    const items = this.blocks.flatMap((block) => block.block.childBlocks.articles.children);
    return new Set(items.map((item) => item.block.getState()?.id).filter(Boolean));
  }

  /** Name a story in the last block of related stories, or in a new one at the end. */
  add(story) {
    const id = () => window.crypto.randomUUID?.();
    const last = this.blocks.at(-1);
    if (last) {
      const { articles } = last.block.childBlocks;
      const empty = articles.children.find((item) => !item.block.getState()?.id);
      if (empty) empty.block.setState(story);
      else articles.insert(story, articles.children.length, { id: id() });
    } else {
      const value = { articles: [{ value: story, id: id() }] };
      this.body.insert({ type: "related", value, id: id() }, this.body.children.length, { animate: false });
    }
    // What is done by a program tells nobody that it was done.
    this.body.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
