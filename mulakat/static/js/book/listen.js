/** Plays the spoken numbers on this page; without it, or if it fails, the link opens them. */
const link = document.querySelector("a[data-sound]");
if (link instanceof HTMLAnchorElement) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    new Audio(link.href).play().catch(() => location.assign(link.href));
  });
}
