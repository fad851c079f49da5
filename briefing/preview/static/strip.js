// One edition on the wall: its heading, its badges, its pages and its findings.

import { counted, findingItem, make } from "./elements.js";
import { Page } from "./page.js";
import { pageOf } from "./stream.js";

const STATES = {
  waiting: "waiting",
  building: "building …",
  "up to date": "up to date",
  outdated: "outdated",
};

export class Strip {
  constructor(wall, edition) {
    this.wall = wall;
    this.name = edition.name;
    this.pages = [];
    this.keys = new Set();
    const id = `edition-${edition.name}`;
    this.title = make("h2", { id });
    this.chosen = make("input", { type: "checkbox" });
    this.chosen.addEventListener("change", () => wall.choose());
    this.pdf = make("a", { textContent: "PDF", target: "_blank", href: `editions/${encodeURIComponent(edition.name)}.pdf` });
    this.pdf.setAttribute("aria-label", `PDF of ${edition.name}`);
    this.badges = make("ul", { className: "badges", role: "list" });
    const compare = make("label", {}, this.chosen, " Side by side");
    compare.className = "quiet";
    this.list = make("ol", { className: "pages", role: "list", tabIndex: 0 });
    this.list.setAttribute("aria-label", `Pages of ${edition.name}`);
    this.blank = make("p", { className: "blank" });
    this.findings = make("ul", { className: "findings", role: "list" });
    this.element = make(
      "section",
      { className: "edition", "aria-labelledby": id },
      make("header", {}, this.title, this.badges, this.pdf, compare),
      this.list,
      this.blank,
      this.findings,
    );
    this.element.dataset.name = edition.name;
    this.update(edition);
  }

  update(edition) {
    const digests = edition.pages.map((page) => page.digest).join();
    edition.made = edition.state === "building" || edition.state === "waiting" ? this.edition?.made ?? 0 : edition.revision;
    if (digests !== this.digests) edition.made = edition.revision;
    this.digests = digests;
    this.edition = edition;
    this.title.textContent = [edition.brief, edition.audience, edition.language].filter(Boolean).join(" · ");
    this.element.dataset.state = edition.state;
    this.element.classList.toggle("outdated", edition.state === "outdated");
    this.element.setAttribute("aria-busy", edition.state === "building");
    this.pdf.hidden = !edition.pages.length;
    this.badges.replaceChildren(...badgesOf(edition));
    this.showPages(edition);
    this.findings.replaceChildren(...edition.findings.map((finding) => findingItem(finding, (place) => this.wall.open(place))));
  }

  showPages(edition) {
    while (this.pages.length > edition.pages.length) {
      const page = this.pages.pop();
      this.wall.watch.unobserve(page.element);
      page.element.remove();
    }
    edition.pages.forEach((given, number) => {
      const isNew = !this.pages[number];
      const page = (this.pages[number] ??= new Page(this, number));
      page.update(given, edition.pages.length);
      if (isNew) {
        this.list.append(page.element);
        this.wall.watch.observe(page.element);
      }
      page.showFaults();
    });
    this.list.hidden = !edition.pages.length;
    this.blank.hidden = edition.pages.length > 0;
    this.blank.textContent = edition.state === "outdated" ? "No page can be made until the errors are fixed." : "The pages are being made …";
  }

  /** Load all pages, so that every key has its place. */
  async readAll() {
    const pages = await Promise.all(this.edition.pages.map((_, number) => pageOf(this.edition, number)));
    this.keys = new Set(pages.flatMap((page) => page.regions.map((region) => region.key)));
    await Promise.all(this.pages.map((page) => page.read()));
    return pages;
  }

  async find(key) {
    await this.readAll();
    for (const page of this.pages) {
      const mark = page.find(key);
      if (mark) return mark;
    }
    return null;
  }
}

function badgesOf(edition) {
  const badges = [];
  const badge = (text, className) => badges.push(make("li", { textContent: text, className }));
  const { limit, pages } = edition;
  if (pages.length) {
    const bound = limit ? ` of ${limit}` : "";
    badge(`${pages.length}${bound} ${(limit || pages.length) === 1 ? "page" : "pages"}`, limit && pages.length > limit ? "over" : "quiet");
  }
  if (edition.fitted.length) badge(`fitted: ${edition.fitted.join(", ")}`, "quiet");
  const errors = edition.findings.filter((finding) => finding.severity === "error").length;
  const warnings = edition.findings.length - errors;
  if (errors) badge(counted(errors, "error"), "error");
  if (warnings) badge(counted(warnings, "warning"), "warning");
  const isGood = edition.state === "up to date";
  const isKept = edition.state === "outdated" && pages.length;
  badge(isKept ? "outdated: the last good pages" : STATES[edition.state], isGood ? "good" : edition.state === "outdated" ? "error" : "quiet");
  return badges;
}
