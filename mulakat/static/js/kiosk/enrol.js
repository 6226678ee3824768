/** The one form of the terminal: a staff code makes this browser the prison's terminal. */
import { fill, find, word } from "../call/words.js";
import * as key from "./key.js";

/** @param {(kept: key.Kept) => void} done */
export function enrolOnSubmit(done) {
  const form = find("form[data-enrol]", HTMLFormElement);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { pair, publicKey } = await key.make();
    const body = new FormData(form);
    body.set("public_key", JSON.stringify(publicKey));
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) {
      fill("enrol-error", word(answer ? "wrong-code" : "no-server"));
      find("[data-code]", HTMLInputElement).focus();
      return;
    }
    const kept = { pair, device: String((await answer.json()).device) };
    await key.keep(kept);
    form.reset();
    done(kept);
  });
}
