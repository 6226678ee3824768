/** Before a guard signs in, the gate proves its key: a copied cookie alone opens nothing. */
import { find } from "../call/words.js";
import * as keys from "./key.js";

const form = find("form[data-prove]", HTMLFormElement);
const gate = globalThis.indexedDB ? await keys.kept() : undefined;

form.addEventListener("submit", async (event) => {
  if (!gate) return;
  event.preventDefault();
  const nonce = find("[name=nonce]", HTMLInputElement, form).value;
  find("[name=proof]", HTMLInputElement, form).value = await keys.prove(gate, "sign-in", nonce);
  form.submit();
});
