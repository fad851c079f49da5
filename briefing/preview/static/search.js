// Finding words on the pages of all editions in view.

import { counted, make } from "./elements.js";

const MARKS = /[\u0300-\u036f\u00ad\u0640\u064b-\u065f]/g; // accents, soft hyphens, Arabic vowel signs
const HYPHEN_AT_END = /[\u2010-]$/;

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
    this.count();
  }

  /** Search again, since pages have changed. */
  refresh() {
    if (!this.words) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.run(), 500);
  }

  count() {
    const hits = this.hits();
    const editions = new Set(hits.map((hit) => hit.closest(".edition"))).size;
    this.output.textContent = this.words ? `${counted(hits.length, "place")} in ${counted(editions, "edition")}` : "";
  }

  /** Mark the words on a page; they may cross pieces of text and lines. */
  paint(page) {
    const spans = [...page.words.querySelectorAll("span")];
    for (const span of spans) if (span.firstElementChild) span.textContent = span.textContent;
    if (!this.words) return;
    const { text, places } = charactersOf(spans);
    const found = new Map();
    for (let at = text.indexOf(this.words), hit = 0; at >= 0; at = text.indexOf(this.words, at + this.words.length), hit += 1) {
      for (const place of places.slice(at, at + this.words.length)) {
        if (!place) continue;
        const ranges = found.get(place.span) ?? found.set(place.span, []).get(place.span);
        const last = ranges.at(-1);
        if (last?.hit === hit) last.end = place.end;
        else ranges.push({ hit, start: place.start, end: place.end });
      }
    }
    const seen = new Set();
    for (const [span, ranges] of found) mark(span, ranges, seen);
  }

  hits() {
    return [...this.wall.main.querySelectorAll(".edition:not([hidden]) mark.first")];
  }

  next(step) {
    const hits = this.hits();
    if (!hits.length) return;
    for (const one of this.wall.main.querySelectorAll("mark.now")) one.classList.remove("now");
    this.now = (this.now < 0 && step < 0 ? hits.length - 1 : this.now + step + hits.length) % hits.length;
    const first = hits[this.now];
    for (const one of first.closest(".words").querySelectorAll(`mark[data-hit="${first.dataset.hit}"]`)) one.classList.add("now");
    first.scrollIntoView({ block: "center", inline: "center" });
    this.output.textContent = `${this.now + 1} of ${hits.length}`;
  }
}

/** Return the text of pieces without accents and case, and for each character its place in its piece. */
function charactersOf(spans) {
  let text = "";
  const places = [];
  const add = (character, place) => {
    if (character === " " && text.endsWith(" ")) return;
    text += character;
    places.push(place);
  };
  for (const span of spans) {
    const endsLine = span.nextSibling?.nodeName === "BR";
    const piece = span.textContent;
    let start = 0;
    for (const character of piece) {
      const end = start + character.length;
      const isBroken = endsLine && end === piece.length && HYPHEN_AT_END.test(character);
      if (!isBroken) for (const one of folded(character)) add(one, { span, start, end });
      start = end;
    }
    if (endsLine && !HYPHEN_AT_END.test(piece)) add(" ", null);
  }
  return { text, places };
}

function mark(span, ranges, seen) {
  const text = span.textContent;
  const nodes = [];
  let at = 0;
  for (const { hit, start, end } of ranges) {
    const found = make("mark", { textContent: text.slice(start, end), className: seen.has(hit) ? "" : "first" });
    found.dataset.hit = hit;
    seen.add(hit);
    nodes.push(text.slice(at, start), found);
    at = end;
  }
  span.replaceChildren(...nodes, text.slice(at));
}

function folded(text) {
  return text.normalize("NFKD").replace(MARKS, "").replace(/\s+/g, " ").toLowerCase();
}
