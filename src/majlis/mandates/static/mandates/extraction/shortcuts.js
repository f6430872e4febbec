// Keys of the review. By their place on the keyboard, so that an Arabic or a Russian layout has them too.
(() => {
  const byLetter = (letter) => document.querySelector(`[accesskey="${letter}"], [data-key="${letter}"]`);
  const letterOf = (event) => /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  // The browser finds an access key by its Latin letter, which another script does not write.
  const isForeignAccessKey = (event) => event.altKey && !event.metaKey && !event.getModifierState("AltGraph")
    && /^[\p{L}\p{M}]$/u.test(event.key) && !/\p{Script=Latin}/u.test(event.key);
  const isSingleKey = (event) => document.querySelector("[data-keys]")
    && !event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing
    && !event.target.closest?.("input, textarea, select, [contenteditable]");
  let sent = false;
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("submit", () => { sent = true; });

  const act = (target) => {
    const details = target.closest("summary")?.parentElement;
    const field = details?.querySelector("input:not([type=hidden]), select, textarea");
    target.focus();
    // Fields that are open already are not closed by the key that leads to them.
    if (!details?.open || !field) target.click();
    if (details?.open) field?.focus();
  };

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".decide details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    // From a field of the form back to the button that opens it, where single keys act.
    const fields = event.key === "Escape" && event.target.closest?.("#decision details[open]");
    if (fields && event.target.matches("input, textarea, select")
      && event.target.getAttribute("aria-expanded") !== "true") {
      fields.querySelector("summary").focus();
      return;
    }
    if (event.repeat || sent) return;
    let target = null;
    if (isForeignAccessKey(event)) target = document.querySelector(`[accesskey="${letterOf(event)}"]`);
    else if (isSingleKey(event)) {
      const isQuestion = event.key === "?" || event.code === "Slash";
      if (event.shiftKey && !isQuestion) return;
      target = byLetter(isQuestion ? "h" : letterOf(event));
    }
    if (!target) return;
    event.preventDefault();
    act(target);
  });
})();
