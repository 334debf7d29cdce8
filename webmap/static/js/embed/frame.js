/* The map inside a frame on another site: tells its height, and finds a way out for links. */
"use strict";

(function () {
  const root = document.documentElement;
  // Given by WordPress to frames it embeds: with it, the page around listens.
  const secret = (/[#?&]secret=([A-Za-z0-9]+)/.exec(window.location.hash) || [])[1];
  const framed = window.parent !== window;
  // Sandboxed without an origin of its own a frame may not open pages either.
  const shut = framed && window.origin === "null";
  let told = 0;

  function tell(message) {
    if (framed) window.parent.postMessage(message, "*");
  }

  /** What the page needs: on a wide one list and panel scroll for themselves. */
  function needed() {
    if (window.innerWidth >= 700) return Number(document.body.dataset.height);
    return Math.ceil(document.body.getBoundingClientRect().height);
  }

  function tellHeight() {
    const height = needed();
    if (height === told) return;
    told = height;
    tell({ areal: "height", height });
    if (secret) tell({ message: "height", value: height, secret });
  }

  /** Show an address that can't be opened from here, so that it can be copied. */
  function showAddress(link) {
    const box = document.getElementById("way") || way;
    const field = box.querySelector("input");
    field.value = link.href.replace(/^(mailto|tel):/, "");
    (link.closest("p, h3, h4, li, .contact") || link).after(box);
    box.hidden = false;
    field.focus({ preventScroll: true });
    field.select();
    box.scrollIntoView({ block: "nearest" });
    opener = link;
  }

  function hideAddress() {
    way.hidden = true;
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  }

  let way = null;
  let opener = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!shut || !link || link.dataset.nav || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (secret) tell({ message: "link", value: link.href, secret });
    showAddress(link);
  });

  /** On a phone the first sites are shown, and the rest when asked for. */
  function shorten() {
    const cards = document.querySelectorAll("#results .card").length;
    const old = document.getElementById("whole");
    if (old) old.remove();
    if (cards <= 6 || root.classList.contains("is-whole")) return;
    const button = Areal.el("button", "button whole", document.body.dataset.more.replace("{n}", cards));
    button.id = "whole";
    button.type = "button";
    button.addEventListener("click", () => {
      const next = document.querySelectorAll("#results .card a")[6];
      root.classList.add("is-whole");
      button.remove();
      next.focus();
    });
    document.querySelector("#results").append(button);
  }

  /** A frame that was set up with a filter opens where the filter's sites are. */
  let looked = false;

  function look() {
    const state = Areal.readState(new URL(window.location.href), "start");
    const places = (Areal.sites || []).map(({ latlng }) => latlng);
    if (looked || !places.length || !Areal.regionBounds || !Areal.map._loaded) return;
    looked = true;
    if (state.query && !state.site && !state.parcel) Areal.fit(L.latLngBounds(places), 12);
  }

  Areal.on("region", look);
  Areal.on("sites", look);
  Areal.on("swapped", shorten);
  window.addEventListener("DOMContentLoaded", () => {
    way = document.getElementById("way");
    way.querySelector("button").addEventListener("click", hideAddress);
    way.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      hideAddress();
    });
    // There is less room than on the page of our own.
    document.querySelectorAll(".legend[open]").forEach((box) => { box.open = false; });
    shorten();
    new ResizeObserver(tellHeight).observe(document.body);
    tellHeight();
  });
})();
