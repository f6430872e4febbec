/* Saves a form as a draft while somebody types. The button "Save draft" does the same without it. */
const LONGEST_KEPT = 60000; // characters that a browser sends for a page that is left
for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-draft-said]");
  let timer = 0, busy = false, again = false;
  const keep = async () => {
    timer = 0;
    if (busy) { again = true; return; }
    busy = true;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    const body = new URLSearchParams(typed);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body, headers: { Accept: "application/json" }, keepalive: body.toString().length < LONGEST_KEPT,
      });
      if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error("no answer");
      const told = await answer.json();
      if (told.key) {
        form.elements["draft-id"].value = told.key;
        form.elements["draft-version"].value = told.version;
      }
      said.textContent = told.said;
      if (told.compare) {
        const link = document.createElement("a");
        link.href = told.compare;
        link.textContent = told.label;
        said.append(" ", link);
      }
    } catch {
      said.textContent = form.dataset.draftLost;
    }
    busy = false;
    if (again) { again = false; keep(); }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1500); });
  const stop = () => { clearTimeout(timer); const waits = timer !== 0; timer = 0; return waits; };
  form.addEventListener("submit", () => { stop(); again = false; });
  // What was typed just before the page is left is sent as it goes, without waiting for an answer that is on its way.
  addEventListener("pagehide", () => { if (stop() || again) { busy = again = false; keep(); } });
}
