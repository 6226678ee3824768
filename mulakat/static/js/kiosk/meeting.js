/**
 * The terminal goes into a meeting at Jitsi by itself, as soon as the officer is in: nobody at it
 * needs to press or read anything. The meeting's page leads back here.
 */
const AGAIN_MS = 10_000; // a ticket lives for a minute; the server may be slow

export class ToMeeting {
  askedAt = -Infinity;

  /** @param {{act: (message: object) => void}} line */
  constructor(line) {
    this.line = line;
  }

  /** @param {import("../call/meeting.js").Met} state */
  look(state) {
    const wasAdmitted = state.phase === "live" || state.phase === "paused";
    if (!wasAdmitted || !state.meeting?.may || performance.now() - this.askedAt < AGAIN_MS) return;
    this.askedAt = performance.now();
    this.line.act({ t: "meet", way: "page", language: document.documentElement.lang });
  }

  /** @param {{url: string}} message */
  go(message) {
    location.assign(message.url);
  }
}
