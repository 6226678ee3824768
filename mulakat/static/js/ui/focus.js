/** Moves the focus to the error summary, so that a screen reader begins there. */
const summary = document.querySelector(".errors");
if (summary instanceof HTMLElement) summary.focus();

/* The answer to a form becomes a page like any other: Back and Reload fetch it, and neither sends
   the form again nor asks about it in the browser's own words. */
history.replaceState(null, "", location.href);
