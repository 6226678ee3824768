/**
 * The gate's two keys, made in this browser and not extractable: one signs what the gate says,
 * to the other the day's list is sealed. A copy of the storage is worth nothing without them.
 */
import * as store from "./store.js";

const PROOF = { name: "ECDSA", namedCurve: "P-256" };
const BOX = { name: "ECDH", namedCurve: "P-256" };
const INFO = new TextEncoder().encode("mulakat-gate-list-v1");

/** @typedef {{device: string, proof: CryptoKeyPair, box: CryptoKeyPair}} Gate */

/** @returns {Promise<Gate|undefined>} */
export const kept = () => store.get("gate", "gate");

/** @param {Gate} gate */
export const keep = (gate) => store.put("gate", "gate", gate);

export const forget = () => store.drop("gate", "gate");

/** @returns {Promise<{proof: CryptoKeyPair, box: CryptoKeyPair, publicKey: string, boxKey: string}>} */
export async function make() {
  const proof = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(PROOF, false, ["sign", "verify"]));
  const box = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(BOX, false, ["deriveBits"]));
  return { proof, box, publicKey: await written(proof.publicKey), boxKey: await written(box.publicKey) };
}

/** @param {CryptoKey} key */
async function written(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key);
  return JSON.stringify({ kty, crv, x, y });
}

/**
 * A proof that this gate says it, here and for this purpose.
 * @param {Gate} gate
 * @param {string} purpose
 * @param {string} said
 */
export async function prove(gate, purpose, said) {
  const text = new TextEncoder().encode(`mulakat-gate-v1|${purpose}|${said}|${location.origin}`);
  const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, gate.proof.privateKey, text);
  return toText(new Uint8Array(signed));
}

/**
 * What the server sealed to this gate (mulakat/gate/lists.py: seal).
 * @param {Gate} gate
 * @param {{key: JsonWebKey, nonce: string, box: string}} sealed
 */
export async function open(gate, sealed) {
  const theirs = await crypto.subtle.importKey("jwk", sealed.key, BOX, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, gate.box.privateKey, 256);
  const start = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  const key = await crypto.subtle.deriveKey(how, start, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const lock = { name: "AES-GCM", iv: toBytes(sealed.nonce), additionalData: INFO };
  const opened = await crypto.subtle.decrypt(lock, key, toBytes(sealed.box));
  return JSON.parse(new TextDecoder().decode(opened));
}

/** Hex of SHA-256. @param {string} text */
export async function digest(text) {
  const raw = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return toHex(new Uint8Array(raw));
}

/** @param {Uint8Array} raw */
export function toHex(raw) {
  return [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Base64url without padding. @param {Uint8Array} raw */
function toText(raw) {
  return btoa(String.fromCharCode(...raw)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {string} text */
function toBytes(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}
