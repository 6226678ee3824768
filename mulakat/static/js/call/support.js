/** Can this browser hold a call at all? In-app browsers and very old ones cannot. */

/** @returns {boolean} */
export function canCall() {
  return (
    typeof RTCPeerConnection === "function" &&
    typeof WebSocket === "function" &&
    typeof MediaStream === "function" &&
    "replaceTrack" in (globalThis.RTCRtpSender?.prototype ?? {})
  );
}

/** Can it open a camera or a microphone? Plain http on another machine cannot. */
export function canCapture() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}
