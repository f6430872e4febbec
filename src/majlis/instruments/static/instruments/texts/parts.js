// Brings the next parts of a long text as the reader comes to the end, or presses the link. Without it
// the link leads to the next part, and another one to the whole text.
(() => {
  const text = document.querySelector("article.texts");
  if (!text) return;
  const wanted = decodeURIComponent(location.hash.slice(1));
  // A line of the masthead or of the contents is shown to whom a link leads there.
  const fold = wanted && document.getElementById(wanted)?.closest("details");
  if (fold) fold.open = true;
  const here = new URL(location.href);
  if (wanted && !document.getElementById(wanted) && document.querySelector("nav.cut")) {
    if (here.searchParams.get("at") !== wanted) {
      here.searchParams.delete("part");
      here.searchParams.set("at", wanted);
      location.replace(here);
    }
    return;
  }
  let coming = false;
  let asked = false; // for the part that is coming: the focus goes on to it
  const next = () => document.querySelector("nav.cut a[rel=next]");

  async function bring(pressed) {
    asked ||= pressed;
    const link = next();
    if (!link || coming) return;
    coming = true;
    const nav = link.closest("nav");
    try {
      const answer = await fetch(link.href, { headers: { "X-Part": "1" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      const rows = [...part.body.children].filter((each) => each.matches(".prov, .left"));
      const links = part.querySelector("nav.cut .links");
      const before = nav.querySelector("a[rel=prev]");
      links.querySelector("a[rel=prev]")?.replaceWith(...(before ? [before] : []));
      const held = asked || nav.querySelector(".links").contains(document.activeElement);
      text.append(...rows);
      nav.querySelector(".links").replaceWith(links);
      // What stays in the page is said when its words change: the part that has come.
      nav.querySelector("[role=status]").textContent = part.querySelector("nav.cut [role=status]").textContent;
      const on = links.querySelector("a[rel=next]") ?? links.querySelector("a");
      if (held) (asked ? rows[0]?.querySelector("a") ?? on : on).focus();
      watch();
    } catch {
      seen.disconnect();
      if (asked) location.assign(link.href);
    } finally {
      coming = asked = false;
    }
  }

  const seen = new IntersectionObserver((entries) => {
    if (entries.some((each) => each.isIntersecting)) bring(false);
  });
  function watch() {
    seen.disconnect();
    const link = next();
    if (link) seen.observe(link);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("nav.cut a[rel=next]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    bring(true);
  });
  // Nothing comes before the reader moves: who lands on what stands under the text stays there.
  addEventListener("scroll", watch, { once: true, passive: true });
})();
