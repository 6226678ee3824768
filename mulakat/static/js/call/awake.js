/** Keeps the screen on; the browser lets go whenever the page is hidden, so it is asked again. */

export function stayAwake() {
  const ask = () => {
    if (document.visibilityState !== "visible") return;
    navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
