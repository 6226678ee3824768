/** The list of today: by session, with counts, a search, and what does not fit above it. */
import { find, word } from "../call/words.js";
import { eventsOf, stateOf, western } from "./check.js";
import { clock, part, shape, write } from "./draw.js";
import { view } from "./views.js";

/** @typedef {import("./types.js").List} List */
/** @typedef {import("./types.js").Visit} Visit */
/** @typedef {import("./types.js").Act} Act */
/** @typedef {import("./types.js").Happened} Happened */

const COUNTED = ["expected", "arrived", "inside", "left"];
const SERIOUS = ["used_twice", "cancelled", "moved", "refused_before"];

/** @param {List} list @param {Act[]} acts */
export function drawToday(list, acts) {
  const root = view("today");
  const sought = find("#q", HTMLInputElement, root).value.trim();
  const shown = list.visits.filter((visit) => !sought || fits(visit, sought, list, acts));
  const times = [...new Set(shown.map((visit) => visit.starts_at))];
  const sessions = times.map((at) => session(at, shown.filter((visit) => visit.starts_at === at), list, acts));
  find("[data-sessions]", HTMLElement, root).replaceChildren(...sessions);
  find("[data-empty]", HTMLElement, root).hidden = shown.length > 0;
  write(root, { made: word("made", { time: clock(list.made_at, list.zone), guard: list.guard }) });
  drawDoubles(list, root);
}

/** @param {number} at @param {Visit[]} visits @param {List} list @param {Act[]} acts */
function session(at, visits, list, acts) {
  const copy = part("session");
  const rows = visits.map((visit) => row(visit, list, acts));
  const counts = COUNTED.map((state) => [state, rows.filter((one) => one.state === state).length]);
  write(copy, {
    time: clock(at, list.zone),
    counts: counts.filter(([, n]) => n).map(([state, n]) => `${word(`state-${state}`)} ${n}`).join(" · "),
  });
  find("ul", HTMLUListElement, copy).append(...rows.map((one) => one.copy));
  return copy;
}

/** @param {Visit} visit @param {List} list @param {Act[]} acts */
function row(visit, list, acts) {
  const copy = part("row");
  const events = eventsOf(visit, acts, list.gate);
  const state = stateOf(visit, events);
  const token = tokenOf(events);
  write(copy, {
    name: visit.persons[0]?.name ?? "",
    more: visit.persons.length > 1 ? ` + ${visit.persons.length - 1}` : "",
    state: word(`state-${state}`),
    reference: visit.reference,
    token: token ? ` · ${word("token", { n: token })}` : "",
  });
  shape(find('[data-slot="state"]', HTMLElement, copy), state);
  find("a", HTMLAnchorElement, copy).href = `#visit/${visit.id}`;
  return { copy, state };
}

/** @param {List} list @param {HTMLElement} root */
function drawDoubles(list, root) {
  const found = list.visits.filter((visit) => visit.events.some((event) => SERIOUS.includes(event.conflict)));
  const box = find("[data-doubles]", HTMLElement, root);
  box.hidden = !found.length;
  find("ul", HTMLUListElement, box).replaceChildren(...found.map((visit) => double(visit, list)));
}

/** @param {Visit} visit @param {List} list */
function double(visit, list) {
  const copy = part("double");
  const kinds = new Set(visit.events.map((event) => event.conflict).filter(Boolean));
  const text = [...kinds].map((kind) => word(`conflict-${kind}`)).join(" · ");
  write(copy, {
    name: visit.persons[0]?.name ?? "",
    reference: visit.reference,
    text: `${text}: ${usesOf(visit.events, list)}`,
  });
  return copy;
}

/** "gate 1 10:02, gate 2 10:05". @param {Happened[]} events @param {List} list */
export function usesOf(events, list) {
  const uses = events.filter((event) => event.kind === "arrived");
  return uses.map((use) => word("use", { n: use.gate, time: clock(use.at, list.zone) })).join(", ");
}

/** @param {Happened[]} events */
export const tokenOf = (events) => [...events].reverse().find((event) => event.token)?.token ?? 0;

/** @param {Visit} visit @param {string} sought @param {List} list @param {Act[]} acts */
function fits(visit, sought, list, acts) {
  const digits = western(sought);
  if (/^\d+$/.test(digits)) {
    const token = tokenOf(eventsOf(visit, acts, list.gate));
    return [visit.phone, visit.reference.split("/")[2], String(token)].includes(digits);
  }
  if (/\d/.test(digits)) return visit.reference === (digits.match(/\d+/g) ?? []).map(Number).join("/");
  const names = [...visit.persons.map((person) => person.name), visit.inmate];
  return names.some((name) => name.toLowerCase().includes(sought.toLowerCase()));
}
