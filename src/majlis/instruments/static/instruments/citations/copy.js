// Copies words that the page shows. Without it they are selected and copied by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break; // none where the site is not reached securely
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("[role=status]");
    const shown = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(shown.dataset.plain ?? shown.textContent);
    said.textContent = "";
    setTimeout(() => { said.textContent = button.dataset.done; }, 50);
  });
}
