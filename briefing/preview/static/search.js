// Finding words on the pages of all editions in view.

import { counted } from "./elements.js";

export class Search {
  constructor(wall, field, output) {
    this.wall = wall;
    this.field = field;
    this.output = output;
    this.words = "";
    this.now = -1;
    field.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.run(), 200);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.next(event.shiftKey ? -1 : 1);
      }
    });
  }

  async run() {
    this.words = folded(this.field.value.trim());
    this.now = -1;
    const strips = this.wall.visible();
    if (this.words) await Promise.allSettled(strips.map((strip) => strip.readAll()));
    for (const strip of strips) strip.pages.forEach((page) => this.paint(page));
    const hits = this.hits();
    const editions = new Set(hits.map((hit) => hit.closest(".edition"))).size;
    this.output.textContent = this.words ? `${counted(hits.length, "place")} in ${counted(editions, "edition")}` : "";
  }

  /** Mark the pieces of a page that contain the words, or a part of them that crosses lines. */
  paint(page) {
    const spans = [...page.words.querySelectorAll("span")];
    spans.forEach((span) => span.classList.remove("hit", "now"));
    if (!this.words) return;
    let text = "";
    const ends = spans.map((span) => {
      const piece = folded(span.textContent);
      const breaks = /[\u2010-]$/.test(piece) && span.nextSibling?.nodeName === "BR";
      text += breaks ? piece.slice(0, -1) : `${piece}${span.nextSibling?.nodeName === "BR" ? " " : ""}`;
      return text.length;
    });
    for (let at = text.indexOf(this.words); at >= 0; at = text.indexOf(this.words, at + 1)) {
      const first = ends.findIndex((end) => end > at);
      spans[first]?.classList.add("hit");
    }
  }

  hits() {
    return [...this.wall.main.querySelectorAll(".edition:not([hidden]) .hit")];
  }

  next(step) {
    const hits = this.hits();
    if (!hits.length) return;
    hits[this.now]?.classList.remove("now");
    this.now = (this.now + step + hits.length) % hits.length;
    hits[this.now].classList.add("now");
    hits[this.now].scrollIntoView({ block: "center", inline: "center" });
  }
}

function folded(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad]/g, "").replace(/\s+/g, " ").toLowerCase();
}

