/**
 * A pass read and proven by the public key alone: the counterpart of
 * mulakat/visits/proofs/passes.py, which says what each byte is.
 */
import { toHex } from "./key.js";

/** @typedef {import("./types.js").Pass} Pass */

const PREFIX = "MULAKAT:";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const FACTS = 30;
const LENGTH = FACTS + 64;
const EPOCH = Date.UTC(2020, 0, 1);
const MINUTE = 60_000;
const READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** @param {string} text */
export const isPass = (text) => tidy(text).startsWith(PREFIX);

/** @param {string} text */
const tidy = (text) => text.replace(/\s+/g, "").toUpperCase();

/**
 * What it says, not yet believed; null when it has not the shape of a pass.
 * @param {string} text
 * @returns {{says: Pass, facts: Uint8Array, signature: Uint8Array}|null}
 */
export function read(text) {
  const body = tidy(text).slice(PREFIX.length);
  const raw = isPass(text) ? fromBase32(body) : null;
  if (!raw || raw.length !== LENGTH || raw[0] !== 1) return null;
  const view = new DataView(raw.buffer);
  const startsAt = EPOCH + view.getUint32(17) * MINUTE;
  const says = {
    key: view.getUint32(1),
    state: view.getUint16(5),
    prison: view.getUint16(7),
    visit: toHex(raw.slice(9, 17)),
    starts_at: startsAt,
    window: view.getUint16(22),
    persons: raw[25] ?? 0,
    expires_at: startsAt + view.getUint16(28) * MINUTE,
  };
  return { says, facts: raw.slice(0, FACTS), signature: raw.slice(FACTS) };
}

/**
 * Did the holder of this key sign these facts as a pass?
 * @param {{facts: Uint8Array, signature: Uint8Array}} pass
 * @param {JsonWebKey} jwk
 */
export async function isSigned(pass, jwk) {
  const how = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", jwk, how, false, ["verify"]);
  const before = new TextEncoder().encode("mulakat-pass-v1|");
  const text = new Uint8Array(before.length + pass.facts.length);
  text.set(before);
  text.set(pass.facts, before.length);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Uint8Array.from(pass.signature), text);
}

/** The short code as the pass shows it, or "" if it is none. @param {string} typed */
export function shortCode(typed) {
  const plain = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const letters = plain.replace(/O/g, "0").replace(/[IL]/g, "1");
  const fits = letters.length === 8 && [...letters].every((letter) => READABLE.includes(letter));
  return fits ? `${letters.slice(0, 4)}-${letters.slice(4)}` : "";
}

/** Null unless every letter counts and nothing is left over. @param {string} text */
function fromBase32(text) {
  const raw = new Uint8Array(Math.floor((text.length * 5) / 8));
  let [held, bits, at] = [0, 0, 0];
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      raw[at++] = (held >> bits) & 0xff;
    }
  }
  return (held & ((1 << bits) - 1)) === 0 && bits < 5 ? raw : null;
}
