/* Suggests records while somebody types in a field with data-suggest. Without it the field is a plain field.
   What data-suggest names is asked for; a field that names nothing leads to the record that is chosen. */
const address = document.currentScript.dataset.address;
addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-suggest]").forEach((field, number) => {
  const list = document.createElement("ul");
  let timer, asked, at = -1;
  const set = (name, value) => field.setAttribute(name, value);
  const close = () => { clearTimeout(timer); asked?.abort(); list.hidden = true; mark(-1); set("aria-expanded", false); };
  const mark = (next) => {
    list.children[at]?.removeAttribute("aria-selected");
    const item = list.children[at = next];
    item?.setAttribute("aria-selected", true);
    item?.scrollIntoView({ block: "nearest" });
    set("aria-activedescendant", item ? item.id : "");
  };
  const choose = (item) => {
    close();
    if (!field.dataset.suggest) { location.href = item.dataset.url; return; }
    field.value = item.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ q: field.value, field: field.dataset.suggest });
    try {
      const answer = await fetch(`${address}?${query}`, { signal: asked.signal });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (document.activeElement !== field) return;
      list.replaceChildren(...found.map((each, place) => {
        const item = document.createElement("li"), title = document.createElement("span"), note = document.createElement("small");
        item.id = `${list.id}-${place}`;
        item.role = "option";
        item.dataset.value = each.value;
        item.dataset.url = each.url;
        title.lang = each.language;
        title.dir = "auto";
        title.textContent = each.title;
        note.textContent = each.note;
        item.append(title, " ", note);
        return item;
      }));
      mark(-1);
      const box = field.offsetParent, start = field.offsetLeft;
      const end = box.clientWidth - start - field.offsetWidth;
      list.style.setProperty("--below", `${field.offsetTop + field.offsetHeight}px`);
      list.style.setProperty("--beside", `${getComputedStyle(box).direction === "rtl" ? end : start}px`);
      list.hidden = !found.length;
      set("aria-expanded", !list.hidden);
    } catch { /* Another letter was typed, or there is no network. */ }
  };
  list.id = `suggested-${number}`;
  list.className = "suggested";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim());
  field.after(list);
  field.type = "text"; // ARIA has no combobox of type search
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false,
  })) set(name, value);
  field.addEventListener("input", (event) => {
    close();
    if (!event.isComposing && field.value.trim().length > (/[^\0-\xff]/.test(field.value) ? 0 : 1)) timer = setTimeout(ask, 200);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(ask, 200); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = list.children.length - 1, next = at + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0);
    if (next !== at) mark(next > last ? -1 : next < -1 ? last : next);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) choose(list.children[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const item = event.target.closest("li"); if (item) choose(item); });
}));
