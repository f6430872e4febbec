/* Suggests values for fields with data-suggest; a field that names no kind leads to the record. */
const address = document.currentScript.dataset.address;
document.querySelectorAll("[data-suggest]").forEach((field, number) => {
const list = document.createElement("ul"), kind = field.dataset.suggest;
let timer, asked, at;
const set = (values) => { for (const name in values) field.setAttribute(name, values[name]); };
const mark = (next) => {
  list.children[at]?.removeAttribute("aria-selected");
  const item = list.children[at = next];
  item?.setAttribute("aria-selected", true);
  set({ "aria-activedescendant": item?.id ?? "" });
};
const show = (on) => { list.hidden = !on; mark(-1); set({ "aria-expanded": on }); };
const close = () => { clearTimeout(timer); asked?.abort(); show(false); };
const choose = (item) => {
  close();
  if (!kind) { location.href = item.dataset.url; return; }
  field.value = item.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
const ask = async () => {
  asked = new AbortController();
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: field.value, field: kind })}`, asked);
    const found = answer.ok ? (await answer.json()).suggestions : [];
    if (document.activeElement !== field) return;
    list.replaceChildren(...found.map((each, place) => {
      const [item, title, note] = ["li", "span", "small"].map((name) => document.createElement(name));
      Object.assign(item, { id: list.id + place, role: "option" });
      Object.assign(item.dataset, each);
      Object.assign(title, { lang: each.language, dir: "auto", textContent: each.title });
      note.textContent = each.note;
      item.append(title, " ", note);
      return item;
    }));
    const box = field.offsetParent, start = field.offsetLeft, end = box.clientWidth - start - field.offsetWidth;
    list.style.setProperty("--below", field.offsetTop + field.offsetHeight + "px");
    list.style.setProperty("--beside", (getComputedStyle(box).direction === "rtl" ? end : start) + "px");
    show(found.length > 0);
  } catch { /* aborted */ }
};
Object.assign(list, { id: `suggested-${number}-`, className: "suggested", role: "listbox", ariaLabel: field.labels[0]?.textContent.trim() });
field.after(list);
field.type = "text";
set({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id });
close();
field.oninput = field.oncompositionend = (event) => {
  close();
  if (!event.isComposing && field.value.trim().length > !/[^\0-\xff]/.test(field.value)) timer = setTimeout(ask, 200);
};
field.onblur = close;
field.onkeydown = (event) => {
  if (list.hidden || event.isComposing) return;
  const last = list.children.length - 1, next = at + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0);
  if (next !== at) mark(next > last ? -1 : next < -1 ? last : next);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && at >= 0) choose(list.children[at]);
  else return;
  event.preventDefault();
};
list.onpointerdown = (event) => event.preventDefault();
list.onclick = (event) => { const item = event.target.closest("li"); if (item) choose(item); };
});
