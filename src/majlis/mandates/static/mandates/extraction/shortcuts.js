// Access keys by their place on the keyboard, where it writes another script: the browser looks for the Latin letter,
// which an Arabic, a Russian or a Greek layout does not give. Where the letter is Latin the browser does it by itself.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.metaKey || event.repeat || event.getModifierState("AltGraph")) return;
  if (!/^[\p{L}\p{M}]$/u.test(event.key) || /\p{Script=Latin}/u.test(event.key)) return;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  const target = letter && document.querySelector(`[accesskey="${letter}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.click();
});
