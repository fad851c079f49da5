// The panel in which a text is edited in place, next to its other registers and its translations.

import { make, placeName } from "./elements.js";
import { get, post } from "./stream.js";

const WORD = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;
const CITATION = /\[@[^\]]*\]|\[\^[^\]]*\]/g;

export class Panel {
  constructor(wall, element) {
    this.wall = wall;
    this.element = element;
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.save();
    });
  }

  async open(edition, region) {
    if (this.isChanged() && !confirm("Discard the changes to the text in the panel?")) return;
    this.origin = document.activeElement;
    this.edition = edition;
    this.key = region.key;
    try {
      this.passage = await get(this.address());
    } catch (error) {
      this.wall.say(error.message);
      return;
    }
    const { variants, register } = this.passage;
    this.variant = variants.find((one) => one.language === edition.language && one.register === register) ?? variants[0];
    this.show();
  }

  address() {
    return `editions/${encodeURIComponent(this.edition.name)}/passage?key=${encodeURIComponent(this.key)}`;
  }

  /** Show the panel; `done` says what was done, until the text is changed. */
  show(done = "") {
    const { variant, passage } = this;
    this.done = done;
    this.field = make("textarea", { id: "text", value: variant.text, lang: variant.language, spellcheck: true });
    if (variant.language === this.edition.language) this.field.dir = passage.direction;
    this.count = make("p", { className: "quiet", role: "status" });
    this.message = make("p", { className: "error", role: "alert" });
    this.field.addEventListener("input", () => {
      this.done = "";
      this.countWords();
    });
    const button = (text, action) => {
      const made = make("button", { type: "button", textContent: text });
      made.addEventListener("click", action);
      return made;
    };
    this.saveButton = button("Save", () => this.save());
    this.undoButton = button("Undo the last change", () => this.undo());
    const others = passage.variants.filter((one) => one !== variant);
    this.element.replaceChildren(
      make("h2", { textContent: this.key.replace(/\.(text|short|plain)$/, "") }),
      make("p", { className: "quiet", textContent: `${nameOf(variant)}, ${placeName(variant)}` }),
      make("label", { htmlFor: "text", textContent: variant.text ? "Text, in Markdown" : "Text, in Markdown (not written yet)" }),
      this.field,
      this.count,
      this.message,
      make(
        "div",
        { className: "tools" },
        this.saveButton,
        this.undoButton,
        button("Open in the editor", () => this.wall.open(variant)),
        button("Close", () => this.close()),
      ),
      ...(others.length ? [make("h3", { textContent: "Other variants and languages" })] : []),
      ...others.flatMap((one) => this.other(one, button)),
    );
    this.element.hidden = false;
    this.countWords();
    this.field.focus();
  }

  other(one, button) {
    const change = button(one.text ? "Edit" : "Write", () => {
      if (this.isChanged() && !confirm("Discard the changes to the text in the panel?")) return;
      this.variant = one;
      this.show();
    });
    change.setAttribute("aria-label", `${change.textContent}: ${nameOf(one)}`);
    const words = make("blockquote", { textContent: one.text || "(not written yet)", lang: one.language, dir: "auto" });
    return [make("p", { className: "quiet other" }, `${nameOf(one)}, ${placeName(one)} `, change), words];
  }

  countWords() {
    const count = (this.field.value.replace(CITATION, "").match(WORD) ?? []).length;
    const { budget } = this.passage;
    const words = budget ? `${count} of ${budget} words` : `${count} ${count === 1 ? "word" : "words"}`;
    this.count.textContent = this.done ? `${words} · ${this.done}` : words;
    this.count.className = budget && count > budget ? "error" : "quiet";
    this.saveButton.disabled = !this.isChanged() || !this.field.value.trim();
  }

  isChanged() {
    return !this.element.hidden && this.field?.value !== this.variant?.text;
  }

  async save() {
    if (!this.isChanged()) return;
    const { language, register, file, digest, text } = this.variant;
    await this.send(this.address(), { key: this.key, language, register, file, digest, text, words: this.field.value }, "Saved.");
  }

  async undo() {
    await this.send("undo", {}, "Undone.");
  }

  async send(address, value, done) {
    this.message.textContent = "";
    this.field.readOnly = true;
    try {
      await post(address, value);
      this.passage = await get(this.address());
    } catch (error) {
      this.message.textContent = error.message;
      return;
    } finally {
      this.field.readOnly = false;
    }
    const { language, register } = this.variant;
    this.variant = this.passage.variants.find((one) => one.language === language && one.register === register) ?? this.variant;
    this.show(done);
  }

  /** Take over a text that another program has changed, as long as it is not being edited here. */
  async refresh(editions) {
    if (this.element.hidden || !editions.some((one) => one.name === this.edition.name) || this.isChanged()) return;
    const passage = await get(this.address()).catch(() => null);
    if (!passage || this.isChanged() || this.element.hidden) return;
    const { language, register, text } = this.variant;
    const now = passage.variants.find((one) => one.language === language && one.register === register);
    if (!now) return;
    this.passage = passage;
    this.variant = now;
    if (now.text !== text) {
      this.field.value = now.text;
      this.done = "";
    }
    this.countWords();
  }

  close() {
    if (this.isChanged() && !confirm("Discard the changes to the text?")) return;
    this.element.hidden = true;
    this.origin?.focus?.();
  }
}

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

function nameOf({ language, register }) {
  return `${LANGUAGES.of(language)}, ${register === "text" ? "main text" : register}`;
}
