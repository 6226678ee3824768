/** Speaks each called number once, if this browser may speak. */
const SPOKEN = "mulakat-spoken";
const spoken = new Set((sessionStorage.getItem(SPOKEN) ?? "").split(","));

for (const item of document.querySelectorAll("[data-token]")) {
  if (!(item instanceof HTMLElement) || !("speechSynthesis" in window)) continue;
  const token = item.dataset.token ?? "";
  if (spoken.has(token)) continue;
  spoken.add(token);
  const said = new SpeechSynthesisUtterance(item.dataset.say ?? "");
  said.lang = document.documentElement.lang;
  speechSynthesis.speak(said);
}
sessionStorage.setItem(SPOKEN, [...spoken].join(","));
