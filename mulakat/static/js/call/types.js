/**
 * The messages of docs/protocol.md, as types. Nothing is run here.
 *
 * @typedef {"early"|"waiting"|"checking"|"live"|"paused"|"ended"|"idle"} Phase
 * @typedef {"off"|"preview"|"live"} Mode
 * @typedef {{policy: RTCIceTransportPolicy, servers: RTCIceServer[]}} Ice
 *
 * @typedef {object} CommonState
 * @property {Phase} phase
 * @property {Mode} mode
 * @property {number|null} left_ms
 * @property {0|1|2} warn
 * @property {string} match
 * @property {string[]} why
 * @property {{reason: string, outcome: string, used_ms: number}|null} end
 * @property {Ice} ice
 * @property {{reason: string}|null} pause an officer has stopped it for a moment
 * @property {{n: number, reason: string}|null} warning the last one
 * @property {{visitor: boolean, inmate: boolean}} muted
 * @property {boolean} voice_only
 *
 * @typedef {CommonState & {terminal: string|null, first_name: string, prison: string, starts_at: string,
 *   ends_at: string, closes_at: string, minutes: number, media: string[], language: string,
 *   officers: number, second_device: boolean, inside: boolean, persons: string[],
 *   company: {persons?: number[], others?: number}}} VisitorState
 *
 * @typedef {object} TerminalVisit
 * @property {string} id
 * @property {string} time
 * @property {string} inmate first name
 * @property {string} language
 * @property {string} visitor
 * @property {string} relation
 * @property {number} minutes
 * @property {string} media what the visitor sends
 * @property {boolean} [legal] seen, not heard
 * @property {boolean} [asks] the inmate has not yet said yes to this visitor
 *
 * @typedef {CommonState & {number: number, prison: string, language: string, visit: TerminalVisit|null, visitor: string|null,
 *   officers: string[], watched: boolean, officer_ice: Ice, test_wanted: string|null}} TerminalState
 *
 * @typedef {object} BoardRow
 * @property {string} visit
 * @property {number} terminal
 * @property {string} starts_at
 * @property {number} minutes
 * @property {string} inmate
 * @property {string} visitor
 * @property {string} relation
 * @property {string} kind
 * @property {Phase} phase
 * @property {number|null} left_ms
 * @property {number} warn
 * @property {boolean} inside
 * @property {boolean} outside
 * @property {number} officers
 * @property {string} media
 * @property {boolean} [legal]
 * @property {string} outcome
 * @property {string} said what the inmate pressed last
 * @property {number} warnings
 * @property {boolean} second_device
 * @property {number} extended minutes given on top
 * @property {boolean} settled an officer confirmed the outcome
 *
 * @typedef {object} Check what the officer holds beside the visitor's face
 * @property {string} name
 * @property {number} age
 * @property {string} id_type
 * @property {string} id_last4
 * @property {string[]} persons
 * @property {{persons?: number[], others?: number}} company
 *
 * @typedef {{number: number, test: {camera: boolean, microphone: boolean, sound: boolean, at: string}|null}} TerminalRow
 *
 * @typedef {CommonState & {prison: string, terminals: TerminalRow[], board: BoardRow[], chosen: string|null, check: Check|null,
 *   terminal: string|null, would_be: string, watching: boolean, may_admit: boolean, why_not_admit: string[]}} OfficerState
 *
 * @typedef {"visitor"|"officer"} LegName
 *
 * @typedef {object} SignalBody
 * @property {"offer"|"answer"|"candidate"|"restart"} kind
 * @property {LegName} leg
 * @property {number} n the terminal's count of peer connections of this leg
 * @property {string} [sdp]
 * @property {RTCIceCandidateInit|null} [candidate]
 *
 * @typedef {{t: "signal", from: string, id: number, body: SignalBody}} Signal
 */
export {};
