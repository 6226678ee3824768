/** The gate without a network: loads and keeps the list, routes its views, writes down each act. */
import { find, on, word } from "../call/words.js";
import { check, ofVisit } from "./check.js";
import { part, write } from "./draw.js";
import { drawHead } from "./head.js";
import * as keep from "./keep.js";
import * as keys from "./key.js";
import { drawFaults, drawResult, faults, filled } from "./result-view.js";
import { Scanner } from "./scan.js";
import { drawToday } from "./today-view.js";
import { show, shown, view } from "./views.js";

/** @typedef {import("./types.js").List} List */
/** @typedef {import("./types.js").Act} Act */
/** @typedef {import("./types.js").Verdict} Verdict */

const EVERY_MS = 30_000;
const main = find("#main", HTMLElement);
const MOST = Number(main.dataset.tries);

class Gate {
  /** @type {List|null} */
  list = null;
  /** @type {Act[]} */
  acts = [];
  /** @type {keep.Net} */
  net = "fine";
  /** @type {Verdict|null} the pass that was presented last */
  presented = null;
  isBusy = false;

  /** @param {keys.Gate} gate */
  constructor(gate) {
    this.gate = gate;
    const video = find("video", HTMLVideoElement, view("scan"));
    this.scanner = new Scanner(video, main.dataset.decoder ?? "");
  }

  async begin() {
    this.list = await keep.open(this.gate);
    this.acts = await keep.queue();
    this.route();
    await this.refresh();
    setInterval(() => this.refresh(), EVERY_MS);
    setInterval(() => this.watchMidnight(), 1000);
    addEventListener("online", () => this.refresh());
    document.addEventListener("visibilitychange", () => this.watchMidnight());
  }

  /** Hands over what waits, then loads the list anew. */
  async refresh() {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      const sent = await keep.send(this.gate);
      const loaded = sent.net === "fine" ? await keep.load(this.gate) : { net: sent.net };
      this.net = loaded.net;
      if ("list" in loaded && loaded.list) this.list = loaded.list;
      if (this.net === "no_gate") await this.revoked();
      if (this.net === "no_guard") this.list = await keep.wipe(); // nobody works here now
      this.acts = await keep.queue();
    } finally {
      this.isBusy = false;
    }
    this.redraw();
  }

  /** The list goes, and the keys with it; what was done here and not handed over stays. */
  async revoked() {
    this.list = await keep.wipe();
    await keys.forget();
  }

  async watchMidnight() {
    if (this.list && keep.now() >= this.list.wipe_at) {
      this.list = await keep.wipe();
      this.presented = null;
      this.route();
    }
    drawHead(this);
  }

  /** @param {Partial<Act> & {kind: import("./types.js").Kind, visit: string}} done */
  async act(done) {
    if (!this.list) return;
    const act = { uid: crypto.randomUUID(), at: Math.round(keep.now()), ticket: this.list.ticket, ...done };
    await keep.add(act);
    this.acts = await keep.queue();
  }

  /** @param {string} typed */
  async present(typed) {
    if (!this.list) return;
    this.presented = await check(typed, this.list, this.acts, keep.now());
    if (location.hash === "#result") this.route();
    else location.hash = "#result";
  }

  route() {
    this.scanner.stop();
    find("[data-camera]", HTMLElement, view("scan")).hidden = true;
    const [name = "today", id = ""] = location.hash.slice(1).split("/");
    const drawn = this.draw(name, id);
    show(drawn);
    drawHead(this);
    scrollTo(0, 0);
    if (drawn !== "today") main.focus({ preventScroll: true });
  }

  /** Draws the view of this address; the name of what is to be shown. @param {string} name @param {string} id */
  draw(name, id) {
    if (this.net === "no_gate") return "no_gate";
    if (!this.list) return "no_list";
    const { list } = this;
    const visit = list.visits.find((one) => one.id === id);
    if (name === "scan") return "scan";
    if (name === "result" && this.presented) {
      drawResult(view("result"), this.presented, list, this.acts, true);
      return "result";
    }
    if (name === "visit" && visit) {
      this.presented = ofVisit(visit, list, this.acts, keep.now());
      drawResult(view("result"), this.presented, list, this.acts, false);
      return "result";
    }
    if (name === "refuse" && visit) {
      const copy = part("refuse");
      write(copy, { title: word("turn-back", { name: visit.persons[0]?.name ?? "" }) });
      find("[data-back]", HTMLAnchorElement, copy).href = `#visit/${id}`;
      view("refuse").replaceChildren(copy);
      return "refuse";
    }
    drawToday(list, this.acts);
    return "today";
  }

  /** After a sync: the head always, the list if it is looked at; never a form somebody fills. */
  redraw() {
    const name = shown();
    if (name === "start" || name === "no_list" || !this.list || this.net === "no_gate") this.route();
    else if (name === "today") drawToday(this.list, this.acts);
    drawHead(this);
  }

  /** @param {HTMLElement} root */
  async letIn(root) {
    const { list, presented: verdict } = this;
    if (!list || !verdict) return;
    const name = verdict.visit?.id ?? verdict.pass?.visit ?? "";
    const given = filled(root);
    const here = this.acts.filter((act) => act.visit === name && act.kind === "wrong_code").length;
    const found = await faults(given, verdict, list, (verdict.visit?.tries ?? 0) + here, MOST);
    drawFaults(root, found);
    if (found.code?.key === "wrong_code") await this.act({ kind: "wrong_code", visit: name });
    if (Object.keys(found).length) return;
    const startsAt = verdict.visit?.starts_at ?? verdict.pass?.starts_at;
    await this.act({ kind: "arrived", visit: name, starts_at: startsAt, ...given });
    await this.done(verdict.visit ? `#visit/${name}` : "#scan");
  }

  /** @param {string} hash */
  async done(hash) {
    if (location.hash === hash) this.route();
    else location.hash = hash;
    await this.refresh();
    this.route();
  }
}

/** @param {Gate} app */
function listen(app) {
  addEventListener("hashchange", () => app.route());
  find("#q", HTMLInputElement, view("today")).addEventListener("input", () => app.redraw());
  on("sync", () => app.refresh());
  on("camera", async () => {
    const camera = find("[data-camera]", HTMLElement, view("scan"));
    camera.hidden = false;
    const failed = () => (camera.hidden = true) && write(view("scan"), { camera: word("no-camera") });
    await app.scanner.start((text) => app.present(text)).catch(failed);
  });
  on("wipe", async () => {
    app.list = await keep.wipe();
    app.route();
  });
  for (const kind of /** @type {const} */ (["inside", "left"])) {
    on(kind, async () => {
      const visit = app.presented?.visit;
      if (visit) await app.act({ kind, visit: visit.id });
      if (visit) await app.done(`#visit/${visit.id}`);
    });
  }
  document.addEventListener("submit", (event) => submit(app, event));
}

/** @param {Gate} app @param {SubmitEvent} event */
async function submit(app, event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.action.includes("/gate/enrol")) return;
  event.preventDefault();
  if (form.matches("[data-let-in]")) await app.letIn(view("result"));
  if (form.matches("[data-type]")) {
    const typed = find("#typed", HTMLInputElement).value.trim();
    write(form, { typed: typed ? "" : word("fault-no_text") });
    if (typed) await app.present(typed);
  }
  if (form.matches("[data-turn-back]")) {
    const id = location.hash.split("/")[1] ?? "";
    const reason = String(new FormData(form).get("refusal") ?? "");
    write(form, { why: reason ? "" : word("fault-no_reason") });
    if (reason) await app.act({ kind: "refused", visit: id, reason });
    if (reason) await app.done(`#visit/${id}`);
  }
}

navigator.serviceWorker?.register("/gate/worker.js", { scope: "/gate/" });
const gate = await keys.kept();
if (gate) {
  const app = new Gate(gate);
  listen(app);
  await app.begin();
} else {
  show("no_gate");
}
