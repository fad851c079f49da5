// Making elements. Texts are always set as text, never as HTML.

export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
}

export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function placeName({ file, line }) {
  return line ? `${file}:${line}` : file;
}

/** Return the list item of a finding, with a button that opens its place. */
export function findingItem(finding, open) {
  const { severity, what, code, place, help } = finding;
  const item = make("li", {}, make("span", { className: severity, textContent: `${severity}: ` }), `${what} [${code}] `);
  if (place.file.includes("/") || place.line) {
    const button = make("button", { type: "button", textContent: placeName(place) });
    button.addEventListener("click", () => open(place));
    item.append(button);
  }
  if (help) item.append(make("span", { className: "help", textContent: `help: ${help}` }));
  return item;
}
