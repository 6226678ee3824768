/** What this browser keeps: the gate's keys, the sealed list, the acts not yet handed over. */

const NAME = "mulakat-gate";
const STORES = ["gate", "list", "acts"];

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Done only when it is on the disk: an act that was shown as written down is not lost.
 * @template T
 * @param {string} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function inStore(name, mode, act) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(name, mode, { durability: "strict" });
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}

/** @param {string} name @param {string} key @returns {Promise<any>} */
export const get = (name, key) => inStore(name, "readonly", (store) => store.get(key));

/** @param {string} name @returns {Promise<any[]>} */
export const all = (name) => inStore(name, "readonly", (store) => store.getAll());

/** @param {string} name @param {string} key @param {unknown} value */
export const put = (name, key, value) => inStore(name, "readwrite", (store) => store.put(value, key));

/** @param {string} name @param {string} key */
export const drop = (name, key) => inStore(name, "readwrite", (store) => store.delete(key));

/** @param {string} name */
export const clear = (name) => inStore(name, "readwrite", (store) => store.clear());
