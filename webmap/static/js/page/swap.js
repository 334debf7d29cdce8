/* Fetch the same page with another query and take over the parts that differ. */
"use strict";

(function () {
  const PARTS = ["finder", "results", "panel-slot", "pages", "shortlist", "lang", "foot"];
  let controller = null;

  /** What had the focus, so that it can be given back to its like in the new page. */
  function remember() {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const caret = node.selectionStart;
    if (node.id) return { selector: `#${CSS.escape(node.id)}`, caret };
    if (node.name) {
      return { selector: `[name="${CSS.escape(node.name)}"][value="${CSS.escape(node.value)}"]` };
    }
    return null;
  }

  function restore(memory) {
    const node = memory && document.querySelector(memory.selector);
    if (!node) return;
    node.focus({ preventScroll: true });
    if (memory.caret !== undefined && memory.caret !== null && node.setSelectionRange) {
      try {
        node.setSelectionRange(memory.caret, memory.caret);
      } catch (error) {
        // Not every kind of input has a caret.
      }
    }
  }

  function replace(page) {
    const drawer = document.getElementById("drawer");
    const open = drawer && drawer.open;
    const folds = Array.from(document.querySelectorAll(".section"), ({ id, open: unfolded }) => [id, unfolded]);
    const typed = document.getElementById("q");
    const text = typed ? typed.value : "";
    const typing = typed && document.activeElement === typed;
    PARTS.forEach((id) => {
      const old = document.getElementById(id);
      const fresh = page.getElementById(id);
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    });
    if (open) document.getElementById("drawer").open = true;
    folds.forEach(([id, unfolded]) => {
      const fold = document.getElementById(id);
      if (fold) fold.open = unfolded;
    });
    if (typing) document.getElementById("q").value = text;
    document.title = page.title;
  }

  function announce() {
    const results = document.getElementById("results");
    const live = document.getElementById("live");
    if (results && live) live.textContent = results.dataset.announce || "";
  }

  /**
   * Go to an address without leaving the page.
   * `how`: push (new history entry), from (why), focus ("panel" or a selector).
   */
  Areal.go = async function (url, how) {
    if (controller) controller.abort();
    controller = new AbortController();
    document.body.setAttribute("aria-busy", "true");
    let text;
    try {
      const response = await fetch(url, { signal: controller.signal, headers: { Accept: "text/html" } });
      text = await response.text();
      if (!response.ok) throw new Error(String(response.status));
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(url);
      return;
    }
    document.body.removeAttribute("aria-busy");
    const page = new DOMParser().parseFromString(text, "text/html");
    const memory = remember();
    const before = document.getElementById("results").dataset.announce;
    if (how.push) Areal.note(url);
    replace(page);
    if (how.focus) Areal.focusOn(how.focus);
    else restore(memory);
    if (before !== document.getElementById("results").dataset.announce) announce();
    Areal.emit("swapped");
    Areal.emit("state", Areal.readState(new URL(url, window.location.href), how.from));
  };

  /** Give focus to the panel's heading, or to the first element a selector finds. */
  Areal.focusOn = function (what) {
    const node = document.querySelector(what === "panel" ? "#panel h2" : what);
    if (!node) return;
    node.focus({ preventScroll: what === "panel" });
    if (what !== "panel") node.scrollIntoView({ block: "nearest" });
    else if (window.innerWidth < 700) window.scrollTo(0, 0);
  };
})();
