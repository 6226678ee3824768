/**
 * What our server hands over for a ticket, and what of Jitsi's IFrame API is used.
 *
 * @typedef {object} Opened
 * @property {string} key
 * @property {string} host
 * @property {string} room
 * @property {string} token
 * @property {object} options
 * @property {string} back
 * @property {boolean} officer
 * @property {boolean} returns goes back by itself
 *
 * @typedef {object} Standing
 * @property {string[]} why
 * @property {number} left_ms
 * @property {number} warn
 *
 * @typedef {object} Jitsi
 * @property {(name: string, listener: (event: any) => void) => void} addListener
 * @property {(command: string, ...args: any[]) => void} executeCommand
 * @property {() => void} dispose
 */
export {};
