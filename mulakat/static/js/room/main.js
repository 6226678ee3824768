/** The visitor's room, from the permission question to the last word. */
import { stayAwake } from "../call/awake.js";
import { CannotOpen, open, shut } from "../call/media.js";
import { show } from "../call/screens.js";
import { canCall } from "../call/support.js";
import { find, on } from "../call/words.js";
import { remembered } from "../check/kept.js";
import { askCompany } from "./company.js";
import { Room } from "./room.js";
import { offerChrome, showTrouble } from "./view.js";

/** @typedef {import("../call/media.js").Choice} Choice */

const KEPT = "mulakat-room-media"; // so that a reload goes straight back
/** @type {Room|null} */
let room = null;

/**
 * @param {Choice} choice
 * @param {boolean} isBack after a reload: who is there was said already
 */
async function enter(choice, isBack = false) {
  show("opening");
  try {
    const stream = await open(choice, "visitor");
    stayAwake();
    const company = isBack ? null : await askCompany(stream);
    sessionStorage.setItem(KEPT, choice);
    room = new Room(stream, company);
    room.onGone = leave;
  } catch (wrong) {
    if (!(wrong instanceof CannotOpen)) throw wrong;
    sessionStorage.removeItem(KEPT);
    show("denied");
    showTrouble(wrong.why);
  }
}

/** @param {"finished"|"left"|"elsewhere"} screen */
function leave(screen) {
  shut(room?.stream ?? null);
  if (screen !== "elsewhere") sessionStorage.removeItem(KEPT);
  show(screen);
}

function start() {
  offerChrome();
  if (!canCall()) {
    show("plain");
    return;
  }
  on("open", (button) => enter(/** @type {Choice} */ (button.dataset.choice)));
  on("ask", ask);
  on("again", () => location.reload());
  const kept = /** @type {Choice|null} */ (sessionStorage.getItem(KEPT));
  if (kept) enter(kept, true);
  else ask();
}

/** What the check found comes first; a phone without a picture talks. */
function ask() {
  const checked = find("[data-checked]", HTMLElement).dataset.checked || remembered();
  const voice = document.querySelector('[data-screen="ask"] [data-choice="voice"]');
  const video = document.querySelector('[data-screen="ask"] [data-choice="video"]');
  if (checked !== "video" && checked && voice && video) {
    voice.classList.remove("alt");
    video.classList.add("alt");
    video.before(voice);
  }
  show("ask");
}

start();
