/**
 * The terminal's key: made in this browser, kept in IndexedDB, not extractable. It signs the
 * server's challenge at each connect; copied cookies or storage are worth nothing without it.
 */

const STORE = "key";
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

/** @typedef {{pair: CryptoKeyPair, device: string}} Kept */

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("mulakat-terminal", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function inStore(mode, act) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const request = act(opened.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<Kept|undefined>} */
export function kept() {
  return inStore("readonly", (store) => store.get("terminal"));
}

/** @returns {Promise<{pair: CryptoKeyPair, publicKey: JsonWebKey}>} */
export async function make() {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { pair, publicKey: /** @type {JsonWebKey} */ ({ kty, crv, x, y }) };
}

/** @param {Kept} terminal */
export function keep(terminal) {
  return inStore("readwrite", (store) => store.put(terminal, "terminal"));
}

/** The office has taken this terminal's rights away. */
export function forget() {
  return inStore("readwrite", (store) => store.delete("terminal"));
}

/**
 * @param {Kept} terminal
 * @param {string} nonce
 * @returns {Promise<{device: string, signature: string}>}
 */
export async function prove({ pair, device }, nonce) {
  const text = new TextEncoder().encode(`mulakat-terminal-v1|${nonce}|${location.origin}`);
  const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, text);
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signed)));
  return { device, signature: base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") };
}
