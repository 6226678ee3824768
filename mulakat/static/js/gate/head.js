/** The head of the gate: which gate, what time it is there, and what is not handed over yet. */
import { find, word } from "../call/words.js";
import { clock, day, write } from "./draw.js";
import * as keep from "./keep.js";
import { view } from "./views.js";

/** @typedef {import("./types.js").List} List */
/** @typedef {import("./types.js").Act} Act */

/** @param {{list: List|null, acts: Act[], net: keep.Net}} app */
export function drawHead({ list, acts, net }) {
  const zone = list?.zone ?? "Asia/Kolkata";
  const waiting = acts.length;
  const isFine = net === "fine" && !waiting;
  write(document, {
    gate: list ? word("gate", { n: list.gate }) : word("gate", { n: "" }),
    prison: list?.prison_name ?? "",
    clock: clock(keep.now(), zone),
    day: day(keep.now(), zone),
    net: isFine ? word("net-fine") : word(net === "no_guard" ? "net-no_guard" : "net-offline", { n: waiting }),
  });
  const unsent = waiting ? word("unsent", { n: waiting }) : "";
  for (const name of ["no_gate", "no_list"]) write(view(name), { unsent });
  find(".g-net", HTMLElement).dataset.net = isFine ? "fine" : "off";
  find('[data-do="sync"]', HTMLElement).hidden = isFine;
}
