// Follows a record: what changes on the site changes on the page. Without it the page says when it was read, and
// a link reads it again. docs/explanation/live.md tells how both ends of the line work.
(() => {
  const root = document.querySelector("[data-live]");
  if (!root || !window.EventSource) return;
  const path = root.dataset.live;
  let version = root.dataset.liveVersion;
  let ahead = 0; // milliseconds by which the clock of the server is ahead of that of this machine

  // Whether the page hears of changes.
  const line = (name) => root.querySelector(`[data-live-line="${name}"]`);
  const word = line("connected").querySelector("[data-live-word]");
  function connected() {
    if (!line("connected").hidden) return;
    line("still").hidden = line("lost").hidden = true;
    line("connected").hidden = false;
    setTimeout(() => { word.textContent = word.dataset.liveWord; }, 50);
  }
  function lost() {
    if (!line("lost").hidden) return;
    const text = line("lost").querySelector("[data-live-text]");
    const clock = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, {
      hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: root.dataset.liveZone || undefined,
    });
    line("still").hidden = line("connected").hidden = true;
    word.textContent = "";
    line("lost").hidden = false;
    text.textContent = text.dataset.liveText.replace("{time}", clock.format(Date.now() + ahead));
  }

  // What changes is replaced part by part; what the reader holds stays with them.
  const same = (a, b) => a && b && a.tagName === b.tagName && ["id", "href", "name", "value", "formaction"]
    .every((each) => a.getAttribute(each) === b.getAttribute(each));
  function replace(part, news) {
    const held = part.contains(document.activeElement) ? document.activeElement : null;
    part.replaceChildren(...[...news.childNodes].map((each) => document.importNode(each, true)));
    if (!held) return;
    const again = [...part.querySelectorAll("a, button, input, select, textarea, summary")]
      .find((each) => same(each, held));
    if (again) again.focus({ preventScroll: true });
    else {
      part.tabIndex = -1;
      part.focus({ preventScroll: true });
    }
  }
  const parsed = (markup) => new DOMParser().parseFromString(markup, "text/html");
  const said = root.querySelector("[data-live-said]");
  const afterTitle = document.title.slice(document.title.lastIndexOf("·")); // the name of the site
  function show(markup, number) {
    const news = parsed(markup);
    const sentences = [];
    for (const part of root.querySelectorAll("[data-live-part]")) {
      const other = news.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
      if (!other) continue;
      const { liveSays: sentence, liveTitle: title } = other.dataset;
      if (title) document.title = `${title.trim().replace(/\s+/g, " ")} ${afterTitle}`;
      if (sentence && sentence !== part.dataset.liveSays) sentences.push(sentence);
      if (sentence !== undefined) part.dataset.liveSays = sentence;
      if (part.innerHTML !== other.innerHTML) replace(part, other);
    }
    version = number;
    tick();
    // Said once all is in its place; the focus stays where it is.
    if (sentences.length) said.textContent = sentences.join(" ");
    readOwn();
  }

  // What the page offers to this reader is read again a little later, not by all at once.
  let waiting = 0;
  function readOwn() {
    if (!root.dataset.liveOwnUrl || waiting) return;
    waiting = setTimeout(async () => {
      waiting = 0;
      try {
        const answer = await fetch(root.dataset.liveOwnUrl, { headers: { "X-Part": "own" }, redirect: "error" });
        if (!answer.ok) return;
        const news = parsed(await answer.text());
        for (const part of root.querySelectorAll("[data-live-own]")) {
          const other = news.querySelector(`[data-live-own="${part.dataset.liveOwn}"]`);
          if (!other || isTyped(part)) continue;
          if (part.matches(":active")) readOwn(); // a button is being pressed
          else replace(part, other);
        }
      } catch { /* the line is lost; what is there stays */ }
    }, Math.random() * root.dataset.liveOwnWait);
  }
  const isTyped = (part) => [...part.querySelectorAll("input, select, textarea")].some((field) => (
    field.options ? [...field.options].some((each) => each.selected !== each.defaultSelected)
      : field.type !== "hidden" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked)
  ));

  // The clock of who speaks.
  function tick() {
    const now = Date.now() + ahead;
    for (const each of root.querySelectorAll("[data-live-began]")) {
      const began = Number(each.dataset.liveBegan);
      if (!began) continue;
      const spoken = Number(each.dataset.liveBase) + Math.max(0, now - began);
      if (each.dataset.liveAllotted) {
        each.setAttribute("width", String(Math.min(100, Math.round((100 * spoken) / each.dataset.liveAllotted))));
        continue;
      }
      const seconds = Math.floor(spoken / 1000);
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      const text = each.dataset.liveClock.replace("{time}", time);
      if (each.textContent !== text) each.textContent = text;
    }
  }
  setInterval(tick, 500);

  // What came over the line, to this tab or to another one of the browser.
  function heard(event) {
    if (event.clock) ahead = event.clock - Date.now();
    // What another tab heard before this one was opened may be older than the page.
    const isNews = event.again ? Number(event.id) > Number(version) : event.id !== version;
    if (event.kind === "state" && isNews) show(event.data, event.id);
    if (event.kind === "state" || event.kind === "same") connected();
    if (event.kind === "line") (event.data === "lost" ? lost : connected)();
    if (event.kind === "lost") lost();
  }

  // The line of this tab. It is taken up again when it breaks, by each reader at another moment.
  const QUIET = 40000; // milliseconds; a sign of life comes every 15 seconds
  const GRACE = 3000;
  let source = null, retry = 0, attempts = 0, watch = 0, grace = 0, over = "";
  let tell = heard;
  function open() {
    clearTimeout(retry);
    retry = 0;
    source?.close();
    if (over) return;
    const own = new URL(path, location.href);
    own.searchParams.set("version", version);
    own.searchParams.set("browser", browser());
    source = new EventSource(own);
    const on = (kind, act) => source.addEventListener(kind, (event) => { awake(); act(event); });
    on("hello", (event) => tell({ kind: "clock", clock: Number(event.data) }));
    on("beat", (event) => tell({ kind: "clock", clock: Number(event.data) }));
    for (const kind of ["state", "same"]) {
      on(kind, (event) => {
        attempts = 0;
        clearTimeout(grace);
        grace = 0;
        tell({ kind, data: event.data, id: event.lastEventId });
      });
    }
    on("line", (event) => tell({ kind: "line", data: event.data }));
    on("end", (event) => {
      // Another stream of this browser took its place, or the reader may not see the record any more.
      if (event.data === "restart") broken();
      else stop(event.data);
    });
    source.onerror = broken;
    awake();
  }
  function awake() {
    clearTimeout(watch);
    watch = setTimeout(broken, QUIET);
  }
  function broken() {
    source?.close();
    clearTimeout(watch);
    grace ||= setTimeout(() => tell({ kind: "lost" }), GRACE);
    if (retry || over) return;
    attempts += 1;
    const longest = attempts < 30 ? 2000 : 15000;
    retry = setTimeout(open, Math.min(longest, 250 * 1.5 ** attempts) * (0.5 + Math.random()));
  }
  function stop(reason) {
    over = reason;
    source?.close();
    clearTimeout(watch);
    clearTimeout(retry);
    clearTimeout(grace);
    grace = retry = 0;
    tell({ kind: "lost" });
  }
  function browser() {
    try {
      const key = "majlis-live";
      const known = localStorage.getItem(key);
      if (known) return known;
      const made = [...crypto.getRandomValues(new Uint32Array(4))].map((each) => each.toString(36)).join("-");
      localStorage.setItem(key, made);
      return made;
    } catch {
      return "";
    }
  }

  // Of the tabs of a browser on this page, one has the line and passes on what it hears; if it is closed, another takes it up.
  const shared = navigator.locks && window.BroadcastChannel ? new BroadcastChannel(`majlis-live:${path}`) : null;
  let leads = !shared;
  if (shared) {
    let state = null, isLost = false;
    const pass = (event) => {
      if (event.kind === "state" || event.kind === "same") [state, isLost] = [event, false];
      if (event.kind === "lost") isLost = true;
      heard(event);
      shared.postMessage(event);
    };
    let silence = 0;
    const listen = () => {
      clearTimeout(silence);
      // The tab that has the line says nothing: it was frozen, or ended without a word.
      silence = setTimeout(() => { if (!leads) lost(); }, QUIET + 5000);
    };
    shared.onmessage = ({ data }) => {
      if (data.kind === "ask") {
        if (!leads) return;
        if (state) shared.postMessage({ ...state, again: true });
        if (isLost) shared.postMessage({ kind: "lost" });
        return;
      }
      if (leads) return;
      listen();
      heard(data);
    };
    navigator.locks.request(`majlis-live:${path}`, () => {
      leads = true;
      tell = pass;
      open();
      return new Promise(() => {});
    });
    shared.postMessage({ kind: "ask" });
    listen();
  } else {
    open();
  }
  const again = () => {
    if (!leads || document.visibilityState === "hidden") return;
    if (over === "replaced") [over, attempts] = ["", 0];
    else if (!retry) return;
    open();
  };
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted && leads) open(); });
})();
