/* The map leaves wheel and finger to the page around it: zoom with Ctrl or focus, move with two. */
"use strict";

(function () {
  const SHOWN = 1600;
  let hiding = 0;

  function hint(box, text) {
    let node = box.querySelector(".hint");
    if (!node) {
      node = Areal.el("p", "hint");
      node.setAttribute("aria-hidden", "true");
      box.append(node);
    }
    node.textContent = text;
    node.classList.add("is-on");
    window.clearTimeout(hiding);
    hiding = window.setTimeout(() => node.classList.remove("is-on"), SHOWN);
  }

  /** Words and lists in the corners of the map have fingers and wheel for themselves. */
  function onMap(event) {
    return !event.target.closest(".leaflet-control");
  }

  function onWheel(box, event) {
    const meant = event.ctrlKey || event.metaKey || box.contains(document.activeElement);
    if (meant || !onMap(event)) return;
    // Not stopped from scrolling the page, only from reaching the map.
    event.stopPropagation();
    hint(box, document.body.dataset.wheel);
  }

  function onTouch(box, event) {
    if (event.touches.length !== 1 || !onMap(event)) return;
    event.stopPropagation();
    if (event.type === "touchmove") hint(box, document.body.dataset.fingers);
  }

  window.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("kart");
    if (!box) return;
    box.addEventListener("wheel", (event) => onWheel(box, event), { capture: true, passive: true });
    ["touchstart", "touchmove"].forEach((name) => {
      box.addEventListener(name, (event) => onTouch(box, event), { capture: true, passive: true });
    });
  });
})();
