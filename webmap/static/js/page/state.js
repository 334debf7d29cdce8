/* The address is the state: what is filtered, what is chosen, what is shown. */
"use strict";

(function () {
  const CHOICE = ["omrade", "tomt", "regel"];
  // What the API filters by; anything else in an address is none of its business.
  const FILTERS = [
    "finding", "kommune", "market", "max_daa", "min_daa", "modenhet_min", "q", "rule", "theme", "verdict",
  ];

  /** The filter part of an address, in one fixed order, as the API wants it. */
  function filterQuery(params) {
    const query = new URLSearchParams();
    FILTERS.forEach((name) => {
      params.getAll(name).forEach((value) => {
        const clean = name.endsWith("_daa") ? value.replace(/\s/g, "") : value.trim();
        if (clean) query.append(name, clean);
      });
    });
    return query.toString();
  }

  /** Read an address into {query, site, parcel, rule, bbox}. */
  Areal.readState = function (url, from) {
    const params = new URLSearchParams(url.search);
    const [site, parcel, rule] = CHOICE.map((name) => params.get(name));
    const panel = document.getElementById("panel");
    return {
      query: filterQuery(params),
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
    CHOICE.forEach((name) => url.searchParams.delete(name));
    Object.entries(changes).forEach(([name, value]) => {
      if (value) url.searchParams.set(name, value);
    });
    return url;
  };
})();
