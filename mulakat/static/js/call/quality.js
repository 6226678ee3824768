/** How the line is, in one word: from what the other end reports of our packets, and their delay. */

const WEAK_LOSS = 0.05;
const WEAK_DELAY_S = 0.6;

/**
 * @param {RTCPeerConnection} pc
 * @returns {Promise<"good"|"weak"|"">} "" while nothing is known
 */
export async function quality(pc) {
  const report = await pc.getStats();
  let [loss, delay, known] = [0, 0, false];
  report.forEach((/** @type {any} */ stat) => {
    if (stat.type !== "remote-inbound-rtp") return;
    known = true;
    loss = Math.max(loss, stat.fractionLost ?? 0);
    delay = Math.max(delay, stat.roundTripTime ?? 0);
  });
  if (!known) return "";
  return loss > WEAK_LOSS || delay > WEAK_DELAY_S ? "weak" : "good";
}
