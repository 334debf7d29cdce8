/* The page that makes the code: code and preview follow the form, and the code can be copied. */
"use strict";

(function () {
  const form = () => document.getElementById("maker");

  function showCopy() {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
    });
  }

  /** Take over what the form's answer differs in; the form itself keeps what is being written. */
  async function follow() {
    const url = new URL(form().action);
    url.search = new URLSearchParams(new FormData(form())).toString();
    const response = await fetch(url, { headers: { Accept: "text/html" } });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    window.history.replaceState(null, "", url);
    ["result", "f-areal-help"].forEach((id) => {
      document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
    });
    const wrong = page.getElementById("f-areal").getAttribute("aria-invalid");
    document.getElementById("f-areal").toggleAttribute("aria-invalid", Boolean(wrong));
    showCopy();
  }

  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch (error) {
      // Not every browser lets a page write there; the text is marked, ready for Ctrl + C.
      return;
    }
    const live = document.getElementById("live");
    live.textContent = button.dataset.done;
    const word = button.firstChild;
    const before = word.data;
    word.data = button.dataset.done;
    window.setTimeout(() => {
      word.data = before;
      live.textContent = "";
    }, 2000);
  }

  document.addEventListener("change", (event) => {
    if (form().contains(event.target)) follow();
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    follow();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
  window.addEventListener("DOMContentLoaded", showCopy);
})();
