/** Jitsi's own script and its frame. What it reports is a hint: who is in, our server knows. */

/** @typedef {import("./types.js").Opened} Opened */
/** @typedef {import("./types.js").Jitsi} Jitsi */

/**
 * Loads Jitsi's script, the one of the configured host that this page's policy allows.
 * @param {string} address
 * @returns {Promise<void>}
 */
export function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.referrerPolicy = "no-referrer";
    script.onload = () => resolve();
    script.onerror = () => reject(new Error("external_api.js"));
    document.head.append(script);
  });
}

/**
 * Opens the meeting in a frame within `place`.
 * @param {Opened} opened
 * @param {HTMLElement} place
 * @param {{gone: () => void, broken: () => void}} ears
 * @returns {Jitsi}
 */
export function open(opened, place, ears) {
  const Api = /** @type {any} */ (window).JitsiMeetExternalAPI;
  const api = new Api(opened.host, {
    roomName: opened.room,
    jwt: opened.token,
    lang: document.documentElement.lang,
    parentNode: place,
    width: "100%",
    height: "100%",
    configOverwrite: opened.options,
  });
  api.addListener("readyToClose", ears.gone);
  api.addListener("videoConferenceLeft", ears.gone);
  api.addListener("errorOccurred", (/** @type {any} */ event) => {
    if (event?.error?.isFatal) ears.broken();
  });
  return api;
}

/**
 * Out of the meeting. An officer's way out after the end is everybody's.
 * @param {Jitsi|null} api
 * @param {boolean} isForAll
 */
export function close(api, isForAll) {
  if (!api) return;
  try {
    api.executeCommand(isForAll ? "endConference" : "hangup");
  } finally {
    api.dispose();
  }
}
