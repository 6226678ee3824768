/**
 * Changing the language keeps what is typed but not yet sent: the form goes along, to be kept
 * and shown again. Without this script only answers already sent are kept.
 */
history.replaceState(null, "", location.href); // Back comes here without sending the form again
const form = document.querySelector("main form[method=post]");
let isChanged = false;
form?.addEventListener("input", () => {
  isChanged = true;
});

/** @param {HTMLFormElement} form @param {HTMLAnchorElement} link */
function takeAlong(form, link) {
  const keep = document.createElement("input");
  keep.type = "hidden";
  keep.name = "keep";
  keep.value = "1";
  form.append(keep);
  form.action = link.href;
  form.submit();
}

for (const link of document.querySelectorAll(".langs a")) {
  link.addEventListener("click", (event) => {
    if (isChanged && form instanceof HTMLFormElement && link instanceof HTMLAnchorElement) {
      event.preventDefault();
      takeAlong(form, link);
    }
  });
}
