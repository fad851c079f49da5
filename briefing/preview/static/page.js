// One page: its picture, its words for selection and search, its regions, and the faults on it.

import { make, placeName } from "./elements.js";
import { pageOf } from "./stream.js";

const measure = document.createElement("canvas").getContext("2d");
const SIZE = 100; // the font size at which words are measured, in pixels
const FILL = 0.85; // the share of the height of a line that its letters take
const POINTS = 0.75; // points in a CSS pixel

export class Page {
  constructor(strip, number) {
    this.strip = strip;
    this.number = number;
    this.isNear = false;
    this.image = make("img", { alt: "", draggable: false });
    this.words = make("div", { className: "layer words" });
    this.faults = make("div", { className: "layer faults" });
    this.marks = make("div", { className: "layer marks" });
    this.element = make("li", { className: "page" }, this.image, this.words, this.faults, this.marks);
    this.element.page = this;
    this.regions = [];
    this.element.addEventListener("mousemove", (event) => this.point(event));
    this.element.addEventListener("mouseleave", () => this.strip.wall.pointAt(null));
    this.element.addEventListener("click", (event) => this.click(event));
    this.marks.addEventListener("keydown", (event) => this.move(event));
  }

  update(page, count) {
    this.digest = page.digest;
    this.width = page.width;
    this.element.style.setProperty("--width", page.width);
    this.element.style.setProperty("--height", page.height);
    this.element.setAttribute("aria-label", `Page ${this.number + 1} of ${count}`);
    if (this.isNear) this.load();
  }

  near(isNear) {
    this.isNear = isNear;
    if (isNear) this.load();
  }

  load() {
    this.draw();
    this.read().catch(() => {});
  }

  draw() {
    if (!this.isNear || !this.digest) return;
    const pixels = (this.strip.wall.zoom * devicePixelRatio) / POINTS;
    const scale = Math.min(Math.max(Math.ceil(pixels * 100), 1), 800);
    const source = `editions/${encodeURIComponent(this.strip.name)}/pictures/${this.digest}@${scale}.png`;
    if (this.source === source) return;
    this.source = source;
    const image = make("img", { alt: "", draggable: false, src: source });
    image.decode().then(
      () => {
        if (this.source !== source) return;
        this.image.replaceWith(image);
        this.image = image;
        this.element.dataset.drawn = this.digest;
      },
      () => {
        if (this.source === source) this.source = "";
      },
    );
  }

  async read() {
    const page = await pageOf(this.strip.edition, this.number);
    if (this.shown === page) return;
    this.shown = page;
    const focused = document.activeElement?.dataset?.key;
    const hadFocus = this.marks.contains(document.activeElement);
    this.words.replaceChildren(...wordsOf(page.words));
    this.regions = page.regions;
    this.marks.replaceChildren(...page.regions.map((region, index) => this.mark(region, index)));
    this.showFaults();
    this.strip.wall.search.paint(this);
    if (hadFocus) this.marks.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  mark(region, index) {
    const button = make("button", {
      type: "button",
      tabIndex: index ? -1 : 0,
      "aria-label": `${region.key}, ${placeName(region.place)}`,
    });
    button.dataset.key = region.key;
    put(button, region.area);
    button.addEventListener("focus", () => this.strip.wall.pointAt(region, button, this));
    button.addEventListener("blur", () => this.strip.wall.pointAt(null));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.strip.wall.open(region.place);
    });
    return button;
  }

  showFaults() {
    const boxes = [];
    for (const finding of this.strip.edition.findings) {
      const key = finding.key && nearest(finding.key, this.strip.keys, this.regions);
      for (const region of key ? this.regions.filter((one) => within(one.key, key)) : []) {
        const box = make("span", { className: finding.severity, title: finding.what });
        put(box, grown(region.area));
        boxes.push(box);
      }
    }
    this.faults.replaceChildren(...boxes);
  }

  regionAt(event) {
    const frame = this.element.getBoundingClientRect();
    const x = (event.clientX - frame.left) / this.strip.wall.zoom;
    const y = (event.clientY - frame.top) / this.strip.wall.zoom;
    const around = this.regions
      .map((region, index) => ({ region, index, area: region.area }))
      .filter(({ area: [left, top, width, height] }) => x >= left && x <= left + width && y >= top && y <= top + height);
    around.sort((one, other) => one.area[2] * one.area[3] - other.area[2] * other.area[3]);
    return around[0];
  }

  point(event) {
    if (event.target === this.strip.wall.editButton) return;
    const found = this.regionAt(event);
    this.strip.wall.pointAt(found?.region ?? null, found && this.marks.children[found.index], this);
  }

  click(event) {
    if (String(getSelection()) || event.detail > 1 || event.target === this.strip.wall.editButton) return;
    const found = this.regionAt(event);
    if (!found) return;
    if (event.altKey) this.strip.wall.edit(this.strip.edition, found.region);
    else this.strip.wall.open(found.region.place);
  }

  move(event) {
    const buttons = [...this.marks.children];
    const here = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "e" && here >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.strip.wall.edit(this.strip.edition, this.regions[here]);
    }
    if (!step || !buttons[here + step]) return;
    event.preventDefault();
    buttons[here].tabIndex = -1;
    buttons[here + step].tabIndex = 0;
    buttons[here + step].focus();
  }

  find(key) {
    const exact = this.regions.findIndex((region) => within(region.key, key));
    return exact < 0 ? null : this.marks.children[exact];
  }
}

/** Return whether a key is another one, or inside its value. */
export function within(key, outer) {
  return key === outer || key.startsWith(`${outer}.`);
}

function nearest(key, keys, regions) {
  const parts = key.split(".");
  const all = keys.size ? [...keys] : regions.map((region) => region.key);
  for (let length = parts.length; length > 0; length -= 1) {
    const outer = parts.slice(0, length).join(".");
    if (all.some((one) => within(one, outer))) return length > 1 || parts.length === 1 ? outer : "";
  }
  return "";
}

function put(element, [x, y, width, height]) {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}

function grown([x, y, width, height]) {
  return [x - 4, y - 3, width + 8, height + 6];
}

function wordsOf(words) {
  return words.flatMap(([text, x, y, width, height, isRtl, endsLine]) => {
    const size = height * FILL;
    measure.font = `${SIZE}px sans-serif`;
    const natural = (measure.measureText(text).width * size) / SIZE;
    const span = make("span", { textContent: text });
    if (isRtl) span.dir = "rtl";
    span.style.left = `${x}px`;
    span.style.top = `${y + (height - size) / 2}px`;
    span.style.fontSize = `${size}px`;
    if (natural > 0) span.style.transform = `scaleX(${width / natural})`;
    return endsLine ? [span, make("br")] : [span];
  });
}
