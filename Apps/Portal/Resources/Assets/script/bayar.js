// Loads the page of a bill anew as soon as the bill stands otherwise than the page says. Without this script a link does it.
(() => {
  const link = document.getElementById("kabar");
  if (!link || !window.EventSource) return;
  let source, later, isSending = false;
  const listen = () => {
    source = new EventSource(link.dataset.from);
    source.onmessage = ({ data }) => {
      if (data === link.dataset.word) return;
      source.close();
      location.replace(link.href);
    };
  };
  // She has sent something or goes somewhere: loading the page anew would take the answer from her. A link that only downloads a
  // file leaves the page where it is, so after a while it listens again; a form may take as long as its photo needs.
  addEventListener("submit", () => { isSending = true; });
  addEventListener("beforeunload", () => {
    source.close();
    clearTimeout(later);
    if (!isSending) later = setTimeout(listen, 20000);
  });
  // The browser shows the page as it kept it.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    clearTimeout(later);
    isSending = false;
    listen();
  });
  listen();
})();
