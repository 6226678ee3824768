/** The desk's way into a meeting at Jitsi: beside the desk, which stays open. */
import { find, on } from "../call/words.js";

/** @typedef {import("./seat.js").Seat} Seat */

/** @param {() => Seat|null} seat the one in front */
export function listenToMeeting(seat) {
  on("meet", () => seat()?.line.act({ t: "meet", way: "page", language: document.documentElement.lang }));
}

/** Only where the visit meets elsewhere, and once its visitor was let in. @param {Seat|null} seat */
export function drawMeeting(seat) {
  const state = /** @type {import("../call/meeting.js").Met|null} */ (seat?.state ?? null);
  const wasAdmitted = state?.phase === "live" || state?.phase === "paused";
  find("[data-meeting-card]", HTMLElement).hidden = !(wasAdmitted && state?.meeting);
  find('[data-do="meet"]', HTMLButtonElement).disabled = !state?.meeting?.may;
}

/** @param {{url: string}} message */
export function openBeside(message) {
  window.open(message.url, "_blank", "noopener");
}
