/* The pre-check form: a file that is too large is told at once, and a fault gets the focus. */
"use strict";

(function () {
  const file = document.getElementById("file");
  const told = document.getElementById("file-fault");

  function check() {
    const chosen = file.files[0];
    const large = Boolean(chosen) && chosen.size > Number(file.dataset.maxBytes);
    told.hidden = !large;
    told.textContent = large ? file.dataset.tooLarge : "";
    file.toggleAttribute("aria-invalid", large);
    if (large) file.setAttribute("aria-invalid", "true");
    file.setAttribute("aria-describedby", large ? "file-hint file-fault" : "file-hint");
    return !large;
  }

  file.addEventListener("change", check);
  document.getElementById("precheck").addEventListener("submit", (event) => {
    if (!document.getElementById("way-file").checked || check()) return;
    event.preventDefault();
    file.focus();
  });

  const fault = document.getElementById("fault");
  if (fault) fault.focus();
})();
