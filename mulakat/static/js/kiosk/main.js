/** The terminal's page: a browser that is enrolled once, and is a terminal from then on. */
import { stayAwake } from "../call/awake.js";
import { canCall } from "../call/support.js";
import { on } from "../call/words.js";
import { enrolOnSubmit } from "./enrol.js";
import * as key from "./key.js";
import { Stage } from "./stage.js";
import { Terminal } from "./terminal.js";

const stage = new Stage();

async function start() {
  if (!canCall() || !crypto.subtle) return stage.show("plain");
  on("again", () => location.reload());
  enrolOnSubmit(run);
  const kept = await key.kept();
  if (kept) run(kept);
  else stage.show("enrol");
}

/** @param {key.Kept} kept */
function run(kept) {
  stayAwake();
  stage.show("starting");
  new Terminal(kept, stage);
}

start();
