/**
 * The meeting's page. It gives its ticket back once, keeps what it gets in memory, and asks the
 * server every few seconds whether it may stay: nobody stays without an officer, or after the end.
 */
import { close, load, open } from "./frame.js";

/** @typedef {import("./types.js").Opened} Opened */
/** @typedef {import("./types.js").Standing} Standing */
/** @typedef {import("./types.js").Jitsi} Jitsi */

const ASK_MS = 2000;
const SILENT_MS = 10_000; // without our server nobody stays, as in a call of our own
const RETURN_MS = 4000;
const SCREEN_OF = new Map([
  ["over", "over"],
  ["not_admitted", "unwatched"],
  ["paused", "unwatched"],
  ["unwatched", "unwatched"],
  ["replaced", "replaced"],
]);
const page = /** @type {HTMLElement} */ (document.querySelector("[data-meeting]"));
/** @type {Jitsi|null} */
let jitsi = null;
let isOut = false;
let back = ""; // where a terminal returns by itself

/** @param {string} name */
function show(name) {
  for (const section of document.querySelectorAll("[data-screen]")) {
    if (!(section instanceof HTMLElement)) continue;
    section.hidden = section.dataset.screen !== name;
    const heading = document.querySelector("[data-heading]");
    if (!section.hidden && heading) heading.textContent = section.dataset.heading ?? "";
  }
  document.body.dataset.shown = name;
  const heading = document.getElementById("heading");
  if (name !== "opening" && name !== "inside") heading?.focus();
}

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>} null: refused; throws when the server is not there
 */
async function post(path, body) {
  const signal = AbortSignal.timeout(SILENT_MS);
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body), signal });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status)); // the server, not the answer
  return answer.json();
}

/**
 * @param {string} screen
 * @param {boolean} [isForAll]
 */
function leave(screen, isForAll = false) {
  if (isOut) return;
  isOut = true;
  close(jitsi, isForAll);
  show(screen);
  if (back) setTimeout(() => location.replace(back), RETURN_MS);
}

/** @param {string} name @param {object} [values] */
function word(name, values = {}) {
  const words = document.querySelector("template[data-words]");
  const found = words instanceof HTMLTemplateElement && words.content.querySelector(`[data-word="${name}"]`);
  let text = (found && found.textContent) || "";
  for (const [key, value] of Object.entries(values)) text = text.replace(`{${key}}`, String(value));
  return text;
}

/** @param {Standing} standing */
function draw(standing) {
  const minutes = Math.ceil(standing.left_ms / 60_000);
  const left = minutes === 1 ? word("left-one") : word("left-many", { n: minutes });
  for (const [slot, text] of [
    ["left", left],
    ["warn", standing.warn ? word(`warn-${standing.warn}`) : ""],
  ]) {
    const element = document.querySelector(`[data-slot="${slot}"]`);
    if (element && element.textContent !== text) element.textContent = text ?? "";
  }
}

/** @param {Opened} opened */
async function stay(opened) {
  let heardAt = performance.now();
  while (!isOut) {
    const standing = await post("/meeting/stands", { key: opened.key }).catch(() => undefined);
    if (standing === null) return leave("over");
    if (standing) {
      heardAt = performance.now();
      const why = /** @type {Standing} */ (standing).why[0];
      if (why) return leave(SCREEN_OF.get(why) ?? "over", opened.officer && why === "over");
      draw(standing);
    } else if (performance.now() - heardAt > SILENT_MS) return leave("broken");
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
}

async function begin() {
  const ticket = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  const opened = ticket ? await post("/meeting/open", { ticket }).catch(() => null) : null;
  if (!opened) return leave("used");
  back = opened.returns ? opened.back : "";
  for (const link of document.querySelectorAll("[data-back]")) {
    if (link instanceof HTMLAnchorElement) link.href = opened.back;
  }
  try {
    await load(page.dataset.api ?? "");
    show("inside");
    const place = /** @type {HTMLElement} */ (document.querySelector("[data-frame]"));
    jitsi = open(opened, place, { gone: () => leave("left"), broken: () => leave("broken") });
  } catch {
    return leave("broken");
  }
  await stay(opened);
}

document.querySelector("[data-leave]")?.addEventListener("click", () => leave("left"));
begin();
