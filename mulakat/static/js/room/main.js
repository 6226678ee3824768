/** The visitor's room, from the permission question to the last word. */
import { stayAwake } from "../call/awake.js";
import { CannotOpen, open, shut } from "../call/media.js";
import { show } from "../call/screens.js";
import { canCall } from "../call/support.js";
import { on } from "../call/words.js";
import { Room } from "./room.js";
import { offerChrome, showTrouble } from "./view.js";

/** @typedef {import("../call/media.js").Choice} Choice */

const KEPT = "mulakat-room-media"; // so that a reload goes straight back
/** @type {Room|null} */
let room = null;

/** @param {Choice} choice */
async function enter(choice) {
  show("opening");
  try {
    const stream = await open(choice, "visitor");
    sessionStorage.setItem(KEPT, choice);
    stayAwake();
    room = new Room(stream);
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
  on("ask", () => show("ask"));
  on("again", () => location.reload());
  const kept = /** @type {Choice|null} */ (sessionStorage.getItem(KEPT));
  if (kept) enter(kept);
  else show("ask");
}

start();
