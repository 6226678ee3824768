/** One pass: LET IN, CHECK or STOP, who comes, and the form by which they are let in. */
import { find, word } from "../call/words.js";
import { eventsOf, isCode, stateOf, western } from "./check.js";
import { clock, day, part, shape, write } from "./draw.js";
import { tokenOf, usesOf } from "./today-view.js";

/** @typedef {import("./types.js").List} List */
/** @typedef {import("./types.js").Act} Act */
/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Verdict} Verdict */
/** @typedef {{code: string, reason: string, ids: {position: number, seen: boolean, reason: string}[],
 *   token: number|null, locker: string}} Filled */

const GOING = ["arrived", "inside", "left"];

/**
 * @param {HTMLElement} root
 * @param {Verdict} verdict
 * @param {List} list
 * @param {Act[]} acts
 * @param {boolean} isPresented a pass was shown; else the guard only looks at the visit
 */
export function drawResult(root, verdict, list, acts, isPresented) {
  const copy = part("result");
  const { visit } = verdict;
  const events = visit ? eventsOf(visit, acts, list.gate) : [];
  const state = visit ? stateOf(visit, events) : "expected";
  const isPlain = Boolean(visit) && !isPresented && GOING.includes(state);
  drawBand(copy, verdict, list, isPlain);
  const facts = find("dl", HTMLElement, copy);
  facts.hidden = !visit;
  if (visit) {
    const place = visit.window ? `, ${word("window", { n: visit.window })}` : "";
    const token = tokenOf(events);
    write(copy, {
      who: visit.persons[0]?.name ?? "",
      name: visit.persons[0]?.name ?? "",
      inmate: [visit.inmate, visit.ward && word("ward", { ward: visit.ward })].filter(Boolean).join(", "),
      time: clock(visit.starts_at, list.zone) + place,
      reference: visit.reference,
      state: word(`state-${state}`),
      uses: usesOf(events, list),
      token: String(token),
    });
    find("[data-token]", HTMLElement, copy).hidden = !token;
    shape(find('[data-slot="state"]', HTMLElement, copy), state);
    find("[data-refuse]", HTMLAnchorElement, copy).href = `#refuse/${visit.id}`;
  }
  const mayEnter = verdict.mark !== "stop" && (state === "expected" || state === "refused");
  find("[data-let-in]", HTMLFormElement, copy).hidden = !mayEnter;
  find('[data-do="inside"]', HTMLElement, copy).hidden = state !== "arrived";
  find('[data-do="left"]', HTMLElement, copy).hidden = state !== "inside";
  find("[data-refuse]", HTMLElement, copy).hidden = !visit || !["expected", "arrived"].includes(state);
  if (mayEnter) drawForm(copy, verdict, list, acts);
  root.replaceChildren(copy);
}

/** @param {DocumentFragment} copy @param {Verdict} verdict @param {List} list @param {boolean} isPlain */
function drawBand(copy, verdict, list, isPlain) {
  const { at, ...rest } = verdict.facts;
  /** @type {Record<string, string|number>} */
  const when = typeof at === "number" ? { time: clock(at, list.zone), date: day(at, list.zone) } : {};
  const facts = { ...rest, ...when };
  const band = find(".g-band", HTMLElement, copy);
  band.classList.add(`g-${verdict.mark}`);
  find(".g-out", HTMLElement, copy).hidden = isPlain;
  const who = find('[data-slot="who"]', HTMLElement, copy);
  if (isPlain) band.remove();
  else who.remove();
  find("[data-shape]", HTMLElement, band).append(part(verdict.mark));
  const more = verdict.pass ? ` ${word("persons", { n: verdict.pass.persons })}` : "";
  write(copy, {
    mark: word(`mark-${verdict.mark}`),
    say: word(`say-${verdict.key}`, facts) + more,
    do: word(`do-${verdict.key}`, facts),
  });
}

/** @param {DocumentFragment} copy @param {Verdict} verdict @param {List} list @param {Act[]} acts */
function drawForm(copy, verdict, list, acts) {
  const rows = (verdict.visit?.persons ?? []).map(personRow);
  const people = find(".g-people", HTMLUListElement, copy);
  people.append(...rows);
  find("fieldset", HTMLFieldSetElement, copy).hidden = !rows.length;
  find("#token", HTMLInputElement, copy).value = String(nextToken(list, acts));
}

/** @param {Person} person */
function personRow(person) {
  const copy = part("person");
  write(copy, {
    name: person.name,
    about: `${person.relation}, ${person.age}`,
    id: person.last4 ? `${person.id} ••${person.last4}` : person.id,
    because: word("no-id", { name: person.name }),
  });
  const [box, list] = [find("input", HTMLInputElement, copy), find("select", HTMLSelectElement, copy)];
  box.id = `id-${person.position}`;
  list.id = `why-${person.position}`;
  find('[data-slot="because"]', HTMLLabelElement, copy).htmlFor = list.id;
  find("li", HTMLLIElement, copy).dataset.position = String(person.position);
  return copy;
}

/** Each gate counts on its own: two without a network never give the same number. @param {List} list @param {Act[]} acts */
function nextToken(list, acts) {
  const first = (list.gate % 10) * 100;
  const given = list.visits.flatMap((visit) => visit.events.map((event) => event.token ?? 0));
  const ours = [...given, ...acts.map((act) => act.token ?? 0)].filter((n) => n > first && n < first + 100);
  return Math.max(first, ...ours) + 1;
}

/** @param {ParentNode} root @returns {Filled} */
export function filled(root) {
  const rows = [...root.querySelectorAll("[data-position]")];
  const token = Number(western(find("#token", HTMLInputElement, root).value));
  return {
    code: western(find("#code", HTMLInputElement, root).value).replace(/\D/g, ""),
    reason: find("#reason", HTMLSelectElement, root).value,
    token: Number.isInteger(token) && token > 0 ? token : null,
    locker: find("#locker", HTMLInputElement, root).value.trim(),
    ids: rows.map((row) => ({
      position: Number(/** @type {HTMLElement} */ (row).dataset.position),
      seen: find("input", HTMLInputElement, row).checked,
      reason: find("select", HTMLSelectElement, row).value,
    })),
  };
}

/**
 * What stands in the way, by field id; the same as mulakat/gate/rules.py.
 * @param {Filled} given @param {Verdict} verdict @param {List} list @param {number} tries wrong codes so far
 * @param {number} most
 * @returns {Promise<Record<string, {key: string, text: string}>>}
 */
export async function faults(given, verdict, list, tries, most) {
  /** @type {Record<string, {key: string, text: string}>} */
  const found = {};
  const say = (/** @type {string} */ field, /** @type {string} */ key, facts = {}) => {
    found[field] = { key, text: word(`fault-${key}`, facts) };
  };
  for (const one of given.ids) if (!one.seen && !one.reason) say(`id-${one.position}`, "id");
  const stays = (/** @type {{reason: string}} */ one) => ["not_here", "stays_out"].includes(one.reason);
  if (given.ids.length && !Object.keys(found).length && given.ids.every(stays)) say("id-0", "nobody");
  const { digits, rounds } = list.rules;
  if (given.reason) return found;
  if (tries >= most) say("reason", "tries");
  else if (!given.code) say("code", "no_code", { digits });
  else if (given.code.length !== digits) say("code", "code_length", { digits });
  else if (verdict.visit && !(await isCode(verdict.visit, given.code, rounds))) {
    say("code", "wrong_code", { left: most - tries - 1 });
  }
  return found;
}

/** @param {HTMLElement} root @param {Record<string, {key: string, text: string}>} found */
export function drawFaults(root, found) {
  root.querySelectorAll("[data-why]").forEach((node) => (node.textContent = ""));
  root.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
  const box = find(".errors", HTMLElement, root);
  const lines = Object.entries(found).map(([field, { text }]) => {
    const at = root.querySelector(`#${field}`);
    at?.setAttribute("aria-invalid", "true");
    const why = at?.closest("li, .field")?.querySelector("[data-why]");
    if (why) why.textContent = text;
    const [line, link] = [document.createElement("li"), document.createElement("a")];
    link.textContent = text;
    link.href = `#${field}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (at instanceof HTMLElement) at.focus();
    });
    line.append(link);
    return line;
  });
  find("ul", HTMLUListElement, box).replaceChildren(...lines);
  box.hidden = !lines.length;
  if (found.reason) find("details", HTMLDetailsElement, root).open = true;
  if (lines.length) box.focus();
}
