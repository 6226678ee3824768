/** Is a visit on, and what lies over its picture? Pure over the state and the line. */

/** @typedef {import("../call/types.js").TerminalState} TerminalState */

/** A visit of now, not a later or an ended one. @param {TerminalState} state */
export function isOn(state) {
  return Boolean(state.visit) && !["early", "ended", "idle"].includes(state.phase);
}

/**
 * @param {TerminalState} state
 * @param {import("../call/socket.js").Line} line
 * @param {import("./hub.js").Hub} hub
 * @param {boolean} isBlocked the browser keeps the sound back until a press
 * @returns {"none"|"line"|"paused"|"stopped"|"hear"}
 */
export function veilOf(state, line, hub, isBlocked) {
  if (!line.isThere) return "line";
  if (state.pause) return "stopped";
  if (state.phase === "paused" || (hub.mode === "off" && state.mode === "live")) return "paused";
  if (!state.visitor || !hub.visitor?.leg.isConnected) return "line";
  return isBlocked ? "hear" : "none";
}
