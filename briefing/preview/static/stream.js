// The changes of the wall, as the server sends them, and requests to the server.

export function listen(onWall, onLost) {
  const close = globalThis.SharedWorker ? listenWithOthers(onWall, onLost) : listenAlone(onWall, onLost);
  // A page that the browser keeps for the way back would keep its connection.
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function listenWithOthers(onWall, onLost) {
  const worker = new SharedWorker("changes.js");
  worker.port.addEventListener("message", ({ data: { wall } }) => (wall ? onWall(wall) : onLost()));
  worker.port.start();
  worker.addEventListener("error", onLost);
  return () => worker.port.postMessage("closed");
}

/** Listen in a browser without shared workers. */
function listenAlone(onWall, onLost) {
  const source = new EventSource("events");
  source.addEventListener("message", (event) => onWall(JSON.parse(event.data)));
  source.addEventListener("error", onLost);
  return () => source.close();
}

export async function post(address, value) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

export async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

const seen = new Map();

/** Return the regions and words of a page; they are fetched again after each change of the edition. */
export function pageOf(edition, number) {
  const address = `editions/${encodeURIComponent(edition.name)}/pages/${number}.json`;
  const known = seen.get(address);
  if (known && known.revision === edition.made) return known.page;
  const page = get(address);
  seen.set(address, { revision: edition.made, page });
  page.catch(() => seen.delete(address));
  return page;
}
