// A shared worker: one connection for all tabs of the preview. A browser has only six for each server.

const state = { names: [], problems: [], editions: new Map() };
const ports = new Set();
let isKnown = false;
let isLost = false;

const source = new EventSource("events");
source.addEventListener("message", (event) => {
  const wall = JSON.parse(event.data);
  for (const edition of wall.editions) state.editions.set(edition.name, edition);
  for (const name of [...state.editions.keys()]) if (!wall.names.includes(name)) state.editions.delete(name);
  Object.assign(state, { names: wall.names, problems: wall.problems });
  isKnown = true;
  isLost = false;
  for (const port of ports) port.postMessage({ wall });
});
source.addEventListener("error", () => {
  isLost = true;
  for (const port of ports) port.postMessage({ isLost });
});

addEventListener("connect", ({ ports: [port] }) => {
  ports.add(port);
  port.addEventListener("message", () => ports.delete(port)); // the only message of a tab is that it closes
  port.start();
  if (isKnown) port.postMessage({ wall: { ...state, editions: [...state.editions.values()] } });
  if (isLost) port.postMessage({ isLost });
});
