/**
 * The shapes of what the gate keeps and sends (mulakat/gate/lists.py, sync.py). Nothing is run.
 *
 * @typedef {"expected"|"arrived"|"inside"|"left"|"refused"|"cancelled"} State
 * @typedef {"arrived"|"inside"|"left"|"refused"|"wrong_code"} Kind
 * @typedef {"let_in"|"check"|"stop"} Mark
 *
 * @typedef {object} Happened  what the server knows of, of any gate
 * @property {string} uid
 * @property {Kind} kind
 * @property {number} at
 * @property {number} gate
 * @property {string} conflict
 * @property {number|null} token
 * @property {string} locker
 *
 * @typedef {{position: number, name: string, age: number, relation: string, id: string, last4: string}} Person
 *
 * @typedef {object} Visit
 * @property {string} id
 * @property {string} reference
 * @property {string} short
 * @property {number} starts_at
 * @property {number} minutes
 * @property {number} window
 * @property {boolean} gone
 * @property {Person[]} persons
 * @property {string} phone
 * @property {boolean} wheelchair
 * @property {string} inmate
 * @property {string} ward
 * @property {string} code
 * @property {Happened[]} events
 * @property {number} tries
 *
 * @typedef {object} List
 * @property {number} made_at
 * @property {number} from
 * @property {number} wipe_at
 * @property {number} gate
 * @property {string} guard
 * @property {string} ticket
 * @property {number} state
 * @property {number} prison
 * @property {string} prison_name
 * @property {string} zone
 * @property {Record<string, string>} prisons
 * @property {Record<string, JsonWebKey>} keys
 * @property {{late_minutes: number, digits: number, rounds: number}} rules
 * @property {Visit[]} visits
 * @property {Record<string, number>} later
 *
 * @typedef {object} Act  one thing done here, queued until the server has kept it
 * @property {string} uid
 * @property {string} visit
 * @property {Kind} kind
 * @property {number} at
 * @property {string} ticket
 * @property {number} [starts_at]
 * @property {string} [code]
 * @property {string} [reason]
 * @property {{position: number, seen: boolean, reason: string}[]} [ids]
 * @property {number|null} [token]
 * @property {string} [locker]
 *
 * @typedef {object} Pass
 * @property {number} key
 * @property {number} state
 * @property {number} prison
 * @property {string} visit
 * @property {number} starts_at
 * @property {number} window
 * @property {number} persons
 * @property {number} expires_at
 *
 * @typedef {object} Verdict
 * @property {Mark} mark
 * @property {string} key
 * @property {Record<string, string|number>} facts
 * @property {Visit} [visit]
 * @property {Pass} [pass]
 *
 * @typedef {{uid: string, state: "kept"|"again"|"unreadable", conflict: string, uses: Happened[]}} Result
 */
export {};
