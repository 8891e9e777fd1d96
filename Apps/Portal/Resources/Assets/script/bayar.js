// Loads the page of a bill anew as soon as the bill stands otherwise than the page says. Without this script a link does it.
(() => {
  const link = document.getElementById("kabar");
  if (!link || !window.EventSource) return;
  const source = new EventSource(link.dataset.from);
  source.onmessage = ({ data }) => {
    if (data === link.dataset.word) return;
    source.close();
    location.replace(link.href);
  };
})();
