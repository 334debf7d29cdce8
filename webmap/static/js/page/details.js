/* Small manners of list and panel: hover on both sides, evidence links, the strip's arrow keys. */
"use strict";

(function () {
  /** Draw a rule's evidence without leaving the place in the panel. */
  Areal.show = function (link) {
    const url = new URL(link.href);
    Areal.note(url);
    markShown();
    Areal.emit("state", Areal.readState(url, "show"));
    const map = document.getElementById("kart");
    if (window.innerWidth < 700) map.scrollIntoView({ block: "start" });
    const live = document.getElementById("live");
    if (live) live.textContent = link.dataset.say || "";
  };

  /** Mark the rule card whose evidence the map shows. */
  function markShown() {
    const rule = new URLSearchParams(window.location.search).get("regel");
    document.querySelectorAll(".rule").forEach((card) => {
      card.classList.toggle("is-shown", card.dataset.rule === rule);
    });
  }

  function hot(event, site) {
    const card = event.target.closest(".card[data-site], .card-row[data-site]");
    if (card) Areal.emit("hover", { site: site ? card.dataset.site : null, from: "list" });
  }

  document.addEventListener("mouseover", (event) => hot(event, true));
  document.addEventListener("mouseout", (event) => hot(event, false));
  document.addEventListener("focusin", (event) => hot(event, true));
  document.addEventListener("focusout", (event) => hot(event, false));

  Areal.on("hover", ({ site, from }) => {
    document.querySelectorAll(".card[data-site], .card-row[data-site]").forEach((card) => {
      card.classList.toggle("is-hot", from === "map" && card.dataset.site === site);
    });
  });

  // A parcel pointed at in the panel stands out on the map.
  function pointed(event, on) {
    const line = event.target.closest(".parcel[data-parcel]");
    if (line) Areal.emit("point", on ? line.dataset.parcel : null);
  }

  document.addEventListener("mouseover", (event) => pointed(event, true));
  document.addEventListener("mouseout", (event) => pointed(event, false));
  document.addEventListener("focusin", (event) => pointed(event, true));
  document.addEventListener("focusout", (event) => pointed(event, false));

  // The other language shows the same.
  Areal.on("state", () => {
    const link = document.getElementById("lang");
    if (link) link.search = window.location.search;
  });

  /** One tab stop for the strip; arrow keys, Home and End move inside it. */
  function rove() {
    document.querySelectorAll(".strip--codes").forEach((strip) => {
      strip.querySelectorAll("a").forEach((link, i) => {
        link.tabIndex = i === 0 ? 0 : -1;
      });
    });
  }

  document.addEventListener("keydown", (event) => {
    const strip = event.target.closest && event.target.closest(".strip--codes");
    if (!strip) return;
    const links = Array.from(strip.querySelectorAll("a"));
    const at = links.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 11, ArrowUp: at - 11 }[event.key];
    const goal = { Home: 0, End: links.length - 1 }[event.key] ?? to;
    if (goal === undefined || !links[goal]) return;
    event.preventDefault();
    links[at].tabIndex = -1;
    links[goal].tabIndex = 0;
    links[goal].focus();
  });

  // A link to a folded rule opens the fold first.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const goal = link && document.getElementById(link.getAttribute("href").slice(1));
    const fold = goal && goal.closest("details");
    if (fold) fold.open = true;
  });

  /** Phone: the map alone, the list alone, or both. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".switch button");
    if (!button) return;
    const work = document.getElementById("work");
    const view = button.dataset.view === work.dataset.view ? "" : button.dataset.view;
    work.dataset.view = view;
    document.querySelectorAll(".switch button").forEach((other) => {
      other.setAttribute("aria-pressed", String(other.dataset.view === view));
    });
    if (Areal.map) Areal.map.invalidateSize({ pan: false });
  });

  /** Bring the chosen card into the list's view without moving the page. */
  function showChosen() {
    const list = document.getElementById("list");
    const card = list && list.querySelector(".card.is-chosen");
    if (!card || window.innerWidth < 700) return;
    const [box, frame] = [card.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.top < frame.top) list.scrollTop -= frame.top - box.top + 8;
    else if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom + 8;
  }

  Areal.on("swapped", () => {
    rove();
    markShown();
    showChosen();
  });
  window.addEventListener("DOMContentLoaded", () => {
    rove();
    markShown();
    showChosen();
  });
})();
