/** Makes this browser's keys when it becomes a gate. Without this script the form does it plainly. */
import { find } from "../call/words.js";
import * as keys from "./key.js";

const form = find("form[data-enrol]", HTMLFormElement);

form.addEventListener("submit", async (event) => {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return;
  event.preventDefault();
  const { proof, box, publicKey, boxKey } = await keys.make();
  const body = new FormData(form);
  body.set("public_key", publicKey);
  body.set("box_key", boxKey);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (answer?.ok && said) {
    await keys.keep({ device: String(said.device), proof, box });
    location.assign("/gate/sign-in/");
    return;
  }
  find("[data-error]", HTMLElement).textContent = said?.error ?? form.dataset.offline ?? "";
  find("#code", HTMLInputElement).focus();
});
