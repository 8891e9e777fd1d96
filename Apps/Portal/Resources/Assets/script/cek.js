// Reads what a paper's QR code says for itself, and checks its signature in this browser: a paper can be checked without the network.
(() => {
  const part = document.getElementById("statement");
  if (!part) return;
  const { region, zone, number, base } = part.dataset;
  const find = (name) => part.querySelector(`[data-say=${name}]`);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const read = (text) => JSON.parse(new TextDecoder().decode(bytes(text)));
  const day = (seconds) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: zone }).format(seconds * 1000);

  // What a statement says when one of these keys signed it.
  const opened = async (text, keys) => {
    const [header, payload, signature] = text.split(".");
    const { alg, kid } = read(header);
    const jwk = keys.find((key) => key.kid === kid);
    if (alg !== "ES256" || !jwk) return null;
    const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const signed = new TextEncoder().encode(`${header}.${payload}`);
    return (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), signed)) ? read(payload) : null;
  };

  const fetched = async (name) => {
    const answer = await fetch(`${base}/${name}`, { credentials: "omit" });
    if (!answer.ok) throw new Error(name);
    return answer;
  };

  const hashed = async (code) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code)));
    return btoa(String.fromCharCode(...digest.slice(0, 12))).replace(/\+/g, "-").replace(/\//g, "_");
  };

  // The word for what was found, and the facts when there are any.
  const judge = async (typed) => {
    const statement = typed.match(/(?:^|#|\s)([\w-]+\.[\w-]+\.[\w-]+)\s*$/);
    if (!statement) return ["unread"];
    let facts;
    try {
      facts = read(statement[1].split(".")[1]);
    } catch {
      return ["forged"];
    }
    if (facts.iss !== region) return ["elsewhere"];
    if (!window.crypto || !crypto.subtle) return ["unable"];
    let keys, list;
    try {
      keys = (await (await fetched("kunci.json")).json()).keys;
      list = await opened(await (await fetched("dicabut.jws")).text(), keys);
    } catch {
      return ["unable"];
    }
    let said;
    try {
      said = await opened(statement[1], keys);
    } catch {
      said = null;
    }
    if (!said || (number && said.num !== number)) return ["forged"];
    if (!list || list.iss !== region) return ["unable"];
    if (list.revoked.includes(await hashed(said.jti))) return ["revoked", said, list];
    return [said.exp && said.exp * 1000 <= Date.now() ? "expired" : said.end === "handover" ? "receipt" : "sound", said, list];
  };

  const show = async (typed) => {
    part.hidden = true;
    const [verdict, said, list] = await judge(typed);
    for (const answer of part.querySelectorAll("[data-verdict]")) answer.hidden = answer.dataset.verdict !== verdict;
    for (const place of part.querySelectorAll("[data-facts]")) place.hidden = !said;
    if (said) {
      const service = document.querySelector(`[data-service="${CSS.escape(said.svc)}"]`);
      const words = {
        svc: service ? service.textContent : said.svc, num: said.num, ini: said.ini || "—", nik: said.nik || "—", iat: day(said.iat),
        exp: said.exp ? day(said.exp - 1) : "—", listed: day(list.iat),
      };
      for (const [name, value] of Object.entries(words)) if (find(name)) find(name).textContent = value;
      const now = find("now");
      if (now) now.href = `${base}/${said.jti.match(/.{4}/g).join("-")}`;
    }
    part.hidden = false;
  };

  const form = document.getElementById("statement-form");
  if (form) {
    form.hidden = false;
    const field = form.querySelector("textarea");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show(field.value.trim()).then(() => part.querySelector("[data-verdict]:not([hidden])").focus());
    });
    if (location.hash.length > 1) field.value = location.href;
  }
  // Whoever scans the next code in the same window changes the fragment alone.
  const look = () => location.hash.includes(".") && show(location.hash);
  addEventListener("hashchange", look);
  look();
  if (navigator.serviceWorker) navigator.serviceWorker.register(`${base}/penjaga.js`);
})();
