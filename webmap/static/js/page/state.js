/* The address is the state: what is filtered, what is chosen, what is shown. */
"use strict";

(function () {
  const CHOICE = ["omrade", "tomt", "regel"];
  /** The filter as the page was made with it, in the API's words: what was ignored is not in it. */
  function filterQuery() {
    const results = document.getElementById("results");
    return results ? results.dataset.query || "" : "";
  }

  /** Read an address into {query, site, parcel, rule, bbox}. */
  Areal.readState = function (url, from) {
    const params = new URLSearchParams(url.search);
    const [site, parcel, rule] = CHOICE.map((name) => params.get(name));
    const panel = document.getElementById("panel");
    const results = document.getElementById("results");
    return {
      query: filterQuery(),
      parcels: Number(results ? results.dataset.parcels : 0),
      site: site || (panel && panel.dataset.site) || null,
      parcel,
      rule,
      bbox: panel ? panel.dataset.bbox : "",
      from,
    };
  };

  /** Note where the visitor is. On another site's page the way back belongs to that page. */
  Areal.note = function (url) {
    const inside = document.documentElement.classList.contains("embed");
    window.history[inside ? "replaceState" : "pushState"](null, "", url);
  };

  /** The present address with something else chosen; null takes a choice away. */
  Areal.urlWith = function (changes) {
    const url = new URL(window.location.href);
    url.hash = "";
    [...CHOICE, "kart"].forEach((name) => url.searchParams.delete(name));
    Object.entries(changes).forEach(([name, value]) => {
      if (value) url.searchParams.set(name, value);
    });
    return url;
  };
})();
