// Search and filters over the list of publications. The list is complete without them.
(() => {
  const place = document.getElementById("search");
  if (!place || typeof siteIndex === "undefined") return;
  const { words, briefs } = siteIndex;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(Object.entries(briefs).map(([name, brief]) => [name, plain(brief.text)]));
  const entries = [...document.querySelectorAll("[data-brief]")];
  const years = [...document.querySelectorAll("[data-year]")];

  const add = (parent, name, attributes = {}, text = "") => {
    const element = parent.appendChild(document.createElement(name));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const form = add(place, "form", { role: "search" });
  const field = (name, label) => {
    const group = add(form, "p", { class: name });
    add(group, "label", { for: `search-${name}` }, label);
    return group;
  };
  const query = add(field("words", words.search), "input", { id: "search-words", type: "search", autocomplete: "off" });

  const choice = (name, label, every, values) => {
    const found = [...new Set(values)];
    if (found.length < 2) return () => true;
    const select = add(field(name, label), "select", { id: `search-${name}` });
    add(select, "option", { value: "" }, every);
    for (const value of found) add(select, "option", { value }, value);
    return (has) => !select.value || has.includes(select.value);
  };
  const all = Object.values(briefs);
  const byWord = new Intl.Collator(document.documentElement.lang).compare;
  const fits = {
    year: choice("year", words.year, words.every_year, all.map((one) => one.year)),
    series: choice("series", words.series, words.every_series, all.flatMap((one) => one.series).sort(byWord)),
    topics: choice("topics", words.topics, words.every_topic, all.flatMap((one) => one.topics).sort(byWord)),
  };
  const status = add(place, "p", { role: "status" });

  const filter = () => {
    const wanted = plain(query.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      const brief = briefs[entry.dataset.brief];
      const text = texts.get(entry.dataset.brief);
      const isShown = wanted.every((word) => text.includes(word))
        && fits.year([brief.year]) && fits.series(brief.series) && fits.topics(brief.topics);
      entry.hidden = !isShown;
      count += isShown;
    }
    for (const year of years) year.hidden = !year.querySelector("[data-brief]:not([hidden])");
    const isFiltered = count < entries.length || wanted.length > 0;
    status.textContent = count === 0 ? words.no_results : isFiltered ? `${words.results}${count}` : "";
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  filter();
})();
