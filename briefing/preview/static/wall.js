// The wall: all editions, the filters, the views and the keys.

import { counted, findingItem, make, placeName } from "./elements.js";
import { Panel } from "./panel.js";
import { Search } from "./search.js";
import { listen, post } from "./stream.js";
import { Strip } from "./strip.js";
import { within } from "./page.js";

const ZOOMS = [0.15, 0.25, 0.35, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const FIRST_ZOOM = 0.5;
const SHEET_ZOOM = 0.25;
const NARROW = 640; // the width of a window in which a page is fitted first, in CSS pixels
const MESSAGE_MS = 8000;
const by = (id) => document.getElementById(id);

class Wall {
  constructor() {
    this.main = by("wall");
    this.strips = new Map();
    this.view = "wall";
    this.filters = by("filters");
    this.watch = new IntersectionObserver((entries) => this.see(entries), { rootMargin: "600px" });
    this.search = new Search(this, this.filters.elements.words, this.filters.elements.hits);
    this.panel = new Panel(this, by("panel"));
    this.editButton = make("button", { type: "button", className: "edit", textContent: "Edit", tabIndex: -1 });
    this.editButton.addEventListener("click", () => this.edit(this.pointed.page.strip.edition, this.pointed.region));
    this.isFitted = !sessionStorage.zoom && innerWidth < NARROW;
    this.zoomTo(Number(sessionStorage.zoom) || FIRST_ZOOM);
    this.filters.addEventListener("submit", (event) => event.preventDefault());
    this.filters.addEventListener("change", () => this.filter());
    by("wall-view").addEventListener("click", () => this.show("wall"));
    by("sheet-view").addEventListener("click", () => this.show("sheet"));
    by("compare-view").addEventListener("click", () => this.show("compare"));
    by("zoom-in").addEventListener("click", () => this.step(1));
    by("zoom-out").addEventListener("click", () => this.step(-1));
    by("fit").addEventListener("click", () => this.fit());
    by("keys").addEventListener("click", () => by("help").showModal());
    document.addEventListener("keydown", (event) => this.press(event));
    addEventListener("hashchange", () => this.follow());
    addEventListener("resize", () => this.isFitted && this.fit());
    listen((wall) => this.update(wall), () => this.lose());
  }

  update({ names, problems, editions }) {
    for (const edition of editions) {
      const known = this.strips.get(edition.name);
      if (known) known.update(edition);
      else this.strips.set(edition.name, new Strip(this, edition));
    }
    for (const name of [...this.strips.keys()]) {
      if (!names.includes(name)) {
        this.strips.get(name).element.remove();
        this.strips.delete(name);
      }
    }
    this.strips = new Map(names.filter((name) => this.strips.has(name)).map((name) => [name, this.strips.get(name)]));
    const now = [...this.main.children];
    [...this.strips.values()].forEach((strip, index) => {
      if (now[index] !== strip.element && this.main.children[index] !== strip.element) {
        this.main.insertBefore(strip.element, this.main.children[index] ?? null);
      }
    });
    this.showProblems(problems);
    this.offer();
    this.filter();
    this.sum();
    if (!this.isFollowed) this.follow().then((isFound) => (this.isFollowed ||= isFound));
    this.panel.refresh(editions);
    this.search.refresh();
    if (this.isFitted) this.fit();
  }

  lose() {
    by("status").textContent = "not connected";
    this.say("The preview has ended or cannot be reached. Start `brief preview` again, and open its new address.");
  }

  sum() {
    const editions = [...this.strips.values()].map((strip) => strip.edition);
    by("empty").hidden = editions.length > 0;
    const busy = editions.filter((one) => one.state === "building" || one.state === "waiting").length;
    const errors = editions.filter((one) => one.findings.some((finding) => finding.severity === "error")).length;
    const warnings = editions.filter((one) => one.findings.some((finding) => finding.severity === "warning")).length;
    const parts = [counted(editions.length, "edition")];
    if (busy) parts.push(`${busy} to build`);
    if (errors) parts.push(`${errors} with errors`);
    if (warnings) parts.push(`${warnings} with warnings`);
    if (!busy && !errors) parts.push("up to date");
    const state = parts.join(", ");
    if (by("status").textContent !== state) by("status").textContent = state;
    const mark = errors ? "✗ " : busy ? "… " : "";
    document.title = `${mark}Preview · Briefwright`;
  }

  /** Show a message for some seconds. */
  say(text) {
    by("message").textContent = text;
    by("message").hidden = false;
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => (by("message").hidden = true), MESSAGE_MS);
  }

  showProblems(problems) {
    by("problems").hidden = !problems.length;
    by("problem-list").replaceChildren(...problems.map((finding) => findingItem(finding, (place) => this.open(place))));
  }

  offer() {
    for (const name of ["brief", "audience", "language"]) {
      const select = this.filters.elements[name];
      const values = [...new Set([...this.strips.values()].map((strip) => strip.edition[name]).filter(Boolean))];
      if (select.dataset.values === values.join()) continue;
      const chosen = select.value;
      select.dataset.values = values.join();
      select.replaceChildren(make("option", { value: "", textContent: "all" }), ...values.map((value) => make("option", { value, textContent: value })));
      select.value = values.includes(chosen) ? chosen : "";
    }
  }

  filter() {
    const { brief, audience, language, flawed } = this.filters.elements;
    for (const strip of this.strips.values()) {
      const { edition } = strip;
      const isWanted =
        (!brief.value || edition.brief === brief.value) &&
        (!audience.value || edition.audience === audience.value || !edition.audience) &&
        (!language.value || edition.language === language.value || !edition.language) &&
        (!flawed.checked || edition.findings.length > 0);
      const isCompared = this.view !== "compare" || strip.chosen.checked;
      strip.element.hidden = !(isWanted && isCompared);
    }
    this.reportView();
  }

  visible() {
    return [...this.strips.values()].filter((strip) => !strip.element.hidden);
  }

  choose() {
    if (this.view === "compare") this.filter();
  }

  show(view) {
    if (view === "compare") {
      const chosen = [...this.strips.values()].filter((strip) => strip.chosen.checked);
      if (chosen.length < 2) this.visible().slice(0, 2).forEach((strip) => (strip.chosen.checked = true));
    }
    this.view = view;
    document.body.className = view;
    for (const [id, name] of [["wall-view", "wall"], ["sheet-view", "sheet"], ["compare-view", "compare"]]) {
      by(id).setAttribute("aria-pressed", name === view);
    }
    this.filter();
    this.zoomTo(view === "sheet" ? SHEET_ZOOM : Number(sessionStorage.zoom) || FIRST_ZOOM, view !== "sheet");
    if (view === "compare") this.align();
  }

  /** Scroll the other editions to the text at the top of the one that is being scrolled. */
  async align() {
    const strips = this.visible();
    await Promise.allSettled(strips.map((strip) => strip.readAll()));
    for (const strip of strips) {
      strip.list.onscroll = () => {
        if (this.view !== "compare" || this.leader !== strip) return;
        cancelAnimationFrame(this.frame);
        this.frame = requestAnimationFrame(() => this.alignWith(strip));
      };
      strip.list.onpointerenter = strip.list.onfocus = strip.list.onwheel = () => {
        this.leader = strip;
      };
    }
  }

  alignWith(leader) {
    const top = leader.list.getBoundingClientRect().top;
    const marks = [...leader.list.querySelectorAll(".marks button")];
    const others = this.visible().filter((strip) => strip !== leader);
    for (const mark of marks) {
      const below = mark.getBoundingClientRect().top - top;
      if (below < 0) continue;
      const targets = others.map((strip) => [strip, sameText(strip, mark.dataset.key)]);
      if (targets.every(([, target]) => !target)) continue;
      for (const [strip, target] of targets) {
        if (target) strip.list.scrollTop += target.getBoundingClientRect().top - strip.list.getBoundingClientRect().top - below;
      }
      return;
    }
  }

  see(entries) {
    for (const entry of entries) entry.target.page.near(entry.isIntersecting);
    this.reportView();
  }

  reportView() {
    clearTimeout(this.reporting);
    this.reporting = setTimeout(() => {
      const names = this.visible().filter((strip) => strip.pages.some((page) => page.isNear) || !strip.pages.length).map((strip) => strip.name);
      if (names.join() === this.reported) return;
      this.reported = names.join();
      post("view", names).catch(() => {});
    }, 100);
  }

  zoomTo(zoom, isKept = true) {
    this.zoom = Math.min(Math.max(zoom, ZOOMS[0]), ZOOMS.at(-1));
    if (isKept) sessionStorage.zoom = this.zoom;
    document.documentElement.style.setProperty("--zoom", this.zoom);
    by("zoom").textContent = `${Math.round(this.zoom * 100)} %`;
    for (const strip of this.strips.values()) strip.pages.forEach((page) => page.draw());
  }

  step(direction) {
    this.isFitted = false;
    by("fit").setAttribute("aria-pressed", false);
    const next = direction > 0 ? ZOOMS.find((zoom) => zoom > this.zoom + 0.01) : ZOOMS.findLast((zoom) => zoom < this.zoom - 0.01);
    if (next) this.zoomTo(next);
  }

  fit() {
    const strips = this.visible();
    const width = Math.max(...strips.flatMap((strip) => strip.pages.map((page) => page.width)), 1);
    const columns = this.view === "compare" ? Math.max(strips.length, 1) : 1;
    this.isFitted = true;
    by("fit").setAttribute("aria-pressed", true);
    this.zoomTo((this.main.clientWidth / columns - 48) / width);
  }

  /** Show the place of a text, and a button to edit it next to it. */
  pointAt(region, mark, page) {
    this.here?.classList.remove("here");
    this.here = mark ?? null;
    this.here?.classList.add("here");
    by("place").hidden = !region;
    if (!region) {
      this.editButton.remove();
      return;
    }
    by("place").replaceChildren(make("b", { textContent: region.key.replace(/\.text$/, "") }), ` ${placeName(region.place)} `, make("span", { textContent: "Click to open the editor" }));
    this.pointed = { region, page };
    const [x, y, width] = region.area;
    this.editButton.setAttribute("aria-label", `Edit ${region.key}`);
    this.editButton.style.setProperty("--x", x + width);
    this.editButton.style.setProperty("--y", y);
    if (this.editButton.parentElement !== page.element) page.element.append(this.editButton);
  }

  async open(place) {
    try {
      const { address } = await post("open", place);
      if (address) {
        this.say(`Opening ${placeName(place)} in Visual Studio Code. For another editor, start the preview with --editor.`);
        location.href = address;
      } else {
        this.say(`Opened ${placeName(place)} in the editor.`);
      }
    } catch (error) {
      this.say(error.message);
    }
  }

  edit(edition, region) {
    this.panel.open(edition, region);
  }

  /** Scroll to the text that the address names: `#key`, or `#edition/key`. */
  async follow() {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (!hash || hash === "wall" || !this.strips.size) return false;
    const [first, rest] = hash.includes("/") ? [hash.slice(0, hash.indexOf("/")), hash.slice(hash.indexOf("/") + 1)] : ["", hash];
    const strips = first ? [this.strips.get(first)].filter(Boolean) : this.visible();
    for (const strip of strips) {
      if (!strip.edition.pages.length) continue;
      const mark = await strip.find(rest).catch(() => null);
      if (mark) {
        mark.scrollIntoView({ block: "center", inline: "center" });
        mark.focus({ preventScroll: true });
        return true;
      }
    }
    return false;
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    const actions = {
      "+": () => this.step(1),
      "-": () => this.step(-1),
      0: () => this.fit(),
      c: () => this.show("sheet"),
      w: () => this.show("wall"),
      s: () => this.show("compare"),
      j: () => this.walk(1),
      k: () => this.walk(-1),
      "/": () => this.filters.elements.words.focus(),
      "?": () => by("help").showModal(),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }

  walk(step) {
    const strips = this.visible();
    const here = strips.findIndex((strip) => strip.element.contains(document.activeElement));
    const next = strips[here < 0 && step < 0 ? strips.length - 1 : here + step];
    if (!next) return;
    next.list.focus({ preventScroll: true });
    next.element.scrollIntoView({ block: "start" });
  }
}

/** Return the mark of the text with the same key, in whatever variant. */
function sameText(strip, key) {
  const outer = key.replace(/\.(text|short|plain)$/, "");
  return [...strip.list.querySelectorAll(".marks button")].find((mark) => within(mark.dataset.key, outer));
}

new Wall();
