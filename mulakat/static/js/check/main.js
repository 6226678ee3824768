/** Check my phone: one step after the other, then what will work. */
import { CannotOpen, open, shut, trackOf } from "../call/media.js";
import { lay } from "../call/playing.js";
import { show } from "../call/screens.js";
import { canCall, canCapture } from "../call/support.js";
import { find, on, word } from "../call/words.js";
import { remember } from "./kept.js";
import { tryMicrophone } from "./microphone.js";
import { NotNow, measure } from "./network.js";
import { another, play } from "./sounds.js";
import { STEPS, judge, result } from "./verdict.js";

/** @typedef {import("./verdict.js").Step} Step */
/** @typedef {import("./verdict.js").Finding} Finding */
/** @typedef {import("./sounds.js").Sound} Sound */

/** @type {import("./verdict.js").Found} */
const found = {};
/** @type {() => void} what the step at hand must let go */
let letGo = () => undefined;
/** @type {Sound|null} */
let played = null;
let isMissed = false; // another one is played after a wrong press

/** @param {string} name */
function go(name) {
  letGo();
  letGo = () => undefined;
  if (name === "result") {
    finish();
    return;
  }
  if (name === "browser") found.browser = canCall() && canCapture() ? "ok" : "no";
  now(name, name === "browser" ? (found.browser ?? "no") : "ask");
  show(name);
}

/**
 * Shows what belongs to this moment of a step.
 * @param {string} screen
 * @param {string} moment "ask", "listen", "ok", "no", "quiet", "wrong", "trouble"
 */
function now(screen, moment) {
  for (const part of document.querySelectorAll(`[data-screen="${screen}"] [data-shows]`)) {
    if (part instanceof HTMLElement) part.hidden = !(part.dataset.shows ?? "").split(" ").includes(moment);
  }
}

/**
 * @param {"microphone"|"camera"} screen
 * @param {unknown} wrong
 */
function stuck(screen, wrong) {
  if (!(wrong instanceof CannotOpen)) throw wrong;
  now(screen, "trouble");
  for (const part of document.querySelectorAll(`[data-screen="${screen}"] [data-trouble]`)) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.trouble !== wrong.why;
  }
}

async function microphone() {
  letGo();
  const bar = find("[data-level]", HTMLProgressElement);
  try {
    letGo = await tryMicrophone({
      level: (level) => (bar.value = level * 100),
      heard: () => {
        found.microphone = "ok";
        now("microphone", "ok");
      },
      quiet: () => now("microphone", "quiet"),
    });
    now("microphone", "listen");
  } catch (wrong) {
    stuck("microphone", wrong);
  }
}

async function camera() {
  letGo();
  const own = find("[data-check] [data-own]", HTMLVideoElement);
  try {
    const stream = await open("picture", "visitor");
    letGo = () => {
      lay(own, null);
      shut(stream);
    };
    now("camera", "listen");
    own.onloadeddata = () => {
      found.camera = "ok";
      now("camera", "ok");
    };
    lay(own, trackOf(stream, "video"));
  } catch (wrong) {
    stuck("camera", wrong);
  }
}

async function network() {
  const bar = find("[data-network]", HTMLProgressElement);
  const token = find("[data-keep] input", HTMLInputElement).value;
  now("network", "listen");
  try {
    found.network = judge(await measure(token, (part) => (bar.value = part * 100)));
  } catch (wrong) {
    if (!(wrong instanceof NotNow)) throw wrong;
    delete found.network;
  }
  go("result");
}

function finish() {
  const what = result(found);
  show("result", { result: word(`result-${what}`) });
  for (const part of document.querySelectorAll("[data-result]")) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.result !== what;
  }
  for (const step of STEPS) {
    const row = find(`[data-findings] [data-step="${step}"]`, HTMLElement);
    row.className = found[step] === "ok" ? "ok" : "wait";
    find("[data-word-slot]", HTMLElement, row).textContent = word(found[step] ? `${step}-${found[step]}` : "unknown");
  }
  remember(what, found);
}

function start() {
  on("microphone", microphone);
  on("camera", camera);
  on("network", network);
  on("play", () => {
    if (!played || isMissed) played = another(played);
    isMissed = false;
    play(played);
    now("sound", "listen");
  });
  on("heard", (button) => {
    isMissed = button.dataset.soundName !== played;
    if (!isMissed) found.sound = "ok";
    now("sound", isMissed ? "wrong" : "ok");
  });
  on("over", () => {
    for (const step of STEPS) delete found[step];
    go("browser");
  });
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-to]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.skip) found[/** @type {Step} */ (button.dataset.skip)] = "no";
    go(button.dataset.to ?? "begin");
  });
  go("begin");
}

start();
