/* Links, filters, keys and history of the map page. Everything here also works as plain HTML. */
"use strict";

(function () {
  const slow = 250;
  let timer = 0;
  let opener = null;

  const form = () => document.getElementById("finder");

  /** The address the form asks for, with the present choice kept. */
  function formUrl() {
    const url = new URL(form().action, window.location.href);
    url.search = "";
    new FormData(form()).forEach((value, name) => {
      if (value !== "") url.searchParams.append(name, value);
    });
    return url;
  }

  function closeUrl() {
    return Areal.urlWith({});
  }

  function close() {
    const back = opener || "#results h2";
    opener = null;
    Areal.go(closeUrl(), { push: true, from: "close", focus: back });
  }

  function plain(event) {
    return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  }

  function rememberOpener(site) {
    if (!opener && site) opener = `#results a[data-site="${CSS.escape(site)}"]`;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-nav]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    const kind = link.dataset.nav;
    if (kind === "close") {
      close();
      return;
    }
    if (kind === "choose") rememberOpener(link.dataset.site);
    const focus = { choose: "panel", filter: "#results h2", sort: `#${link.id}`, view: `#${link.id}` }[kind] || null;
    if (kind === "show") {
      Areal.show(link);
      return;
    }
    Areal.go(link.href, { push: true, from: kind, focus });
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    window.clearTimeout(timer);
    const drawer = document.getElementById("drawer");
    const asked = event.submitter && event.submitter.dataset.close !== undefined;
    if (asked && drawer) drawer.open = false;
    Areal.go(formUrl(), { push: true, from: "filter", focus: asked ? "#results h2" : null });
  });

  document.addEventListener("change", (event) => {
    if (!form() || !form().contains(event.target) || event.target.type === "search") return;
    window.clearTimeout(timer);
    Areal.go(formUrl(), { push: true, from: "filter" });
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "q") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => Areal.go(formUrl(), { push: true, from: "filter" }), slow);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const drawer = document.getElementById("drawer");
    if (drawer && drawer.open && drawer.contains(document.activeElement)) {
      drawer.open = false;
      drawer.querySelector("summary").focus();
    } else if (document.getElementById("panel")) close();
  });

  window.addEventListener("popstate", () => {
    Areal.go(window.location.href, { push: false, from: "history" });
  });

  Areal.on("choose", ({ site, parcel, from }) => {
    rememberOpener(site);
    const changes = parcel ? { tomt: parcel } : { omrade: site };
    Areal.go(Areal.urlWith(changes), { push: true, from, focus: "panel" });
  });

  window.addEventListener("DOMContentLoaded", () => {
    Areal.emit("state", Areal.readState(new URL(window.location.href), "start"));
  });
})();
