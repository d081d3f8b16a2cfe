// Everything here is an improvement; each page works without it.
import { initAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A fragment that htmx has swapped in gets its components started too.
document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
});

// Choosing a filter sends the form, so its button is needed only without script.
document.body.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

document.body.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
