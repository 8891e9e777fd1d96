// The keys of the officer's desk. Whatever they do can be done without them; what a key works on says so itself (data-key).
(() => {
  const sheet = document.getElementById("pintasan");
  if (!sheet) return;
  const toggle = sheet.querySelector("button");
  const kept = "mpp-tanpa-pintasan";
  let isOff = false;
  // A browser that keeps nothing has the keys on.
  try { isOff = localStorage.getItem(kept) === "1"; } catch { }
  sheet.hidden = false;

  const tell = () => { toggle.textContent = isOff ? toggle.dataset.on : toggle.dataset.off; };
  toggle.addEventListener("click", () => {
    isOff = !isOff;
    try { localStorage.setItem(kept, isOff ? "1" : "0"); } catch { }
    tell();
  });
  tell();

  const isSeen = (element) => element.getClientRects().length > 0;

  // To the request after or before: the focus goes there, or, from an open request, the page.
  const move = (step) => {
    const links = [...document.querySelectorAll(".work a.cover")];
    const open = links.findIndex((link) => link.hasAttribute("aria-current"));
    if (document.querySelector(".work.beside")) {
      const next = open < 0 ? links[0] : links[open + step];
      if (next) next.click();
      return;
    }
    const here = links.indexOf(document.activeElement);
    const next = links[here < 0 ? 0 : here + step];
    if (next) next.focus();
  };

  const use = (element) => {
    if (element.tagName === "DETAILS") {
      element.open = true;
      const first = element.querySelector("input:not([type=hidden]), textarea, button");
      if (first) first.focus();
    } else if (element.tagName === "INPUT") {
      if (isSeen(element)) element.select(); else element.form.submit();
    } else if (element.tagName === "A") {
      element.click();
    } else {
      element.focus();
    }
    element.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // What is typed into a field is words.
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (isOff && event.key !== "?") return;
    if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "?") {
      sheet.open = !sheet.open;
      sheet.querySelector("summary").focus();
    } else if (event.key === "Enter" && event.target === document.body) {
      const first = document.querySelector(".work:not(.beside) a.cover");
      if (!first) return;
      first.click();
    } else {
      const element = event.key.length === 1 && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!element) return;
      use(element);
    }
    event.preventDefault();
  });
})();
