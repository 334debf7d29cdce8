/* Site markers: free area in words and the share of verdicts as a ring. */
"use strict";

(function () {
  const ORDER = ["deviates", "consider", "not_mapped", "missing", "error", "met"];
  const TAKEOVER = 12;

  function arc(from, to) {
    const turn = 2 * Math.PI;
    const at = (share) => {
      const angle = turn * share - Math.PI / 2;
      return `${(8 + 6 * Math.cos(angle)).toFixed(3)} ${(8 + 6 * Math.sin(angle)).toFixed(3)}`;
    };
    return `M ${at(from)} A 6 6 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}`;
  }

  /** A ring with one arc per verdict; `shares` maps verdict to count. */
  Areal.ring = function (shares) {
    const total = ORDER.reduce((sum, verdict) => sum + (shares[verdict] || 0), 0);
    const node = Areal.svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: "ring" });
    node.append(Areal.svg("circle", { cx: 8, cy: 8, r: 6, class: "ring__base" }));
    let from = 0;
    ORDER.forEach((verdict) => {
      const share = total ? (shares[verdict] || 0) / total : 0;
      if (!share) return;
      const to = Math.min(from + share, from + 0.9999);
      node.append(Areal.svg("path", { d: arc(from, to), class: `ring__part ring__part--${verdict}` }));
      from += share;
    });
    return node;
  };

  function pill(site) {
    const node = Areal.el("span", "pill");
    node.append(Areal.ring(site.shares || {}));
    node.append(Areal.el("span", "pill__name", site.name));
    node.append(Areal.el("span", "pill__area", Areal.area(site.free_m2)));
    return node;
  }

  /** Put the leader line between the true place and the pill. */
  function leader(line, offset, size) {
    const x = Math.max(offset[0], Math.min(0, offset[0] + size[0]));
    const y = Math.max(offset[1], Math.min(0, offset[1] + size[1]));
    const length = Math.hypot(x, y);
    line.hidden = length < 6;
    line.style.width = `${Math.round(length)}px`;
    line.style.transform = `rotate(${Math.atan2(y, x)}rad)`;
  }

  function makeMarker(map, feature, rank) {
    const site = feature.properties;
    const box = Areal.el("span", "site-marker__box");
    const line = Areal.el("span", "leader");
    const body = pill(site);
    box.append(Areal.el("span", "dot"), line, body);
    const icon = L.divIcon({ className: "site-marker", html: box, iconSize: [0, 0] });
    const [x, y] = feature.geometry.coordinates;
    const latlng = L.latLng(y, x);
    const marker = L.marker(latlng, { icon, riseOnHover: true });
    marker.on("click", () => Areal.emit("choose", { site: site.slug, from: "map" }));
    marker.on("add", () => {
      const node = marker.getElement();
      node.setAttribute("aria-label", `${site.name}: ${Areal.area(site.free_m2)} ${Areal.text.free}`);
      node.dataset.site = site.slug;
      node.classList.toggle("is-empty", !site.free_m2);
      node.addEventListener("mouseenter", () => Areal.emit("hover", { site: site.slug, from: "map" }));
      node.addEventListener("mouseleave", () => Areal.emit("hover", { site: null, from: "map" }));
    });
    const label = {
      rank,
      must: true,
      dot: true,
      points: () => [latlng],
      size: () => (map.hasLayer(marker) ? [body.offsetWidth, body.offsetHeight] : null),
      show(_, offset) {
        body.style.transform = `translate(${Math.round(offset[0])}px, ${Math.round(offset[1])}px)`;
        leader(line, offset, [body.offsetWidth, body.offsetHeight]);
      },
      hide() {},
    };
    return { site, marker, label, latlng };
  }

  /** Draw the sites of `options.url`, follow filter, choice and hover. */
  Areal.siteMarkers = function (map, options) {
    const fetchSites = Areal.latest();
    const group = L.layerGroup().addTo(map);
    let markers = [];
    let query = null;
    let chosen = null;

    function mark(className, slug) {
      markers.forEach(({ site, marker }) => {
        const node = marker.getElement();
        if (node) node.classList.toggle(className, site.slug === slug);
        if (className === "is-chosen") marker.setZIndexOffset(site.slug === slug ? 1000 : 0);
      });
    }

    function takeOver() {
      map.getContainer().classList.toggle("is-near", map.getZoom() >= TAKEOVER);
    }

    async function load(next) {
      const data = await fetchSites(Areal.withQuery(options.url, next));
      if (!data) return;
      group.clearLayers();
      const features = data.features
        .slice()
        .sort((a, b) => b.properties.free_m2 - a.properties.free_m2);
      markers = features.map((feature, i) => makeMarker(map, feature, i / 1000));
      markers.forEach(({ marker }) => group.addLayer(marker));
      mark("is-chosen", chosen);
      Areal.labels.set("sites", markers.map(({ label }) => label));
      Areal.sites = markers;
      Areal.emit("sites", { reason: query === null ? "start" : "filter" });
      query = next;
    }

    map.on("zoomend", takeOver);
    Areal.on("state", (state) => {
      chosen = state.site;
      mark("is-chosen", chosen);
      if (state.query !== query) load(state.query);
    });
    Areal.on("hover", ({ site }) => mark("is-hot", site));
  };
})();
