// @ts-check
/** The demo's phone looks every two seconds whether something has come, and shows it. */

const list = document.querySelector("[data-newest]");
const newest = Number(list instanceof HTMLElement ? list.dataset.newest : 0);

async function look() {
  try {
    const answer = await fetch(`/demo/phone.json?after=${newest}`);
    const found = await answer.json();
    if (found.messages.length > 0) {
      location.reload();
      return;
    }
  } catch {
    // the server is starting again; look once more
  }
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
