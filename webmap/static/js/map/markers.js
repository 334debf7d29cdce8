/* Site markers: free area in words and the share of verdicts as a ring. */
"use strict";

(function () {
  const TAKEOVER = 12;
  // The box a pill needs, and the share of sites whose boxes may lie over another's: beyond it
  // lines would cross, and each kommune is told as one.
  const PILL = [84, 28];
  const CROWDED = 0.3;
  // One kommune alone is not told as one while its sites can be placed beside one another.
  const FEW = 60;

  // Where the pill of a kommune may stand, as shares of its width and height: on the place, else
  // beside it, else further off.
  const AROUND = [
    [-0.5, -0.5], [-0.5, -1.25], [-0.5, 0.25], [0.05, -0.5], [-1.05, -0.5],
    [0.05, -1.25], [-1.05, -1.25], [0.05, 0.25], [-1.05, 0.25], [-0.5, 1.1], [-0.5, -2.1],
  ];

  function pill(group) {
    const node = Areal.el("button", "pill");
    node.type = "button";
    node.append(Areal.ring(group.shares));
    if (group.many) {
      node.append(Areal.el("span", "pill__many", group.sites.length));
      node.append(Areal.el("span", "ds-sr-only", ` ${Areal.text.sites} `));
    }
    node.append(Areal.el("span", "pill__name", group.name), " ");
    node.append(Areal.el("span", "pill__area", Areal.area(group.free)));
    node.append(Areal.el("span", "ds-sr-only", ` ${Areal.text.free}`));
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

  function makeGroup(sites, name) {
    const shares = {};
    sites.forEach(({ site }) => {
      Object.entries(site.shares).forEach(([verdict, count]) => {
        shares[verdict] = (shares[verdict] || 0) + count;
      });
    });
    const alone = name === undefined;
    return {
      sites,
      shares,
      many: !alone,
      free: sites.reduce((sum, { site }) => sum + site.free_m2, 0),
      name: alone ? sites[0].site.name : name,
      latlng: alone ? sites[0].latlng : L.latLngBounds(sites.map(({ latlng }) => latlng)).getCenter(),
      slug: alone ? sites[0].site.slug : null,
    };
  }

  /** True when so many pills would lie over one another that they could not be read. */
  function crowded(map, sites) {
    const kommuner = new Set(sites.map(({ site }) => site.kommunenummer));
    if (map.getZoom() >= TAKEOVER || (kommuner.size < 2 && sites.length < FEW)) return false;
    const points = sites.map(({ latlng }) => map.latLngToContainerPoint(latlng));
    points.sort((a, b) => a.x - b.x);
    const over = new Set();
    points.forEach((point, i) => {
      for (let j = i + 1; j < points.length && points[j].x - point.x < PILL[0]; j += 1) {
        if (Math.abs(points[j].y - point.y) < PILL[1]) over.add(i).add(j);
      }
    });
    return over.size > CROWDED * sites.length;
  }

  /** Each site by itself, or each kommune as one; the chosen site always stands alone. */
  function grouped(map, sites, chosen) {
    if (!crowded(map, sites)) return sites.map((site) => makeGroup([site]));
    const groups = sites.filter(({ site }) => site.slug === chosen).map((site) => makeGroup([site]));
    const kommuner = new Map();
    sites.forEach((item) => {
      const { kommunenummer, slug } = item.site;
      if (slug === chosen) return;
      if (!kommuner.has(kommunenummer)) kommuner.set(kommunenummer, []);
      kommuner.get(kommunenummer).push(item);
    });
    kommuner.forEach((mine) => groups.push(makeGroup(mine, mine[0].site.kommune_name)));
    return groups;
  }

  function choose(map, group) {
    if (group.slug) Areal.emit("choose", { site: group.slug, from: "map" });
    else Areal.fit(L.latLngBounds(group.sites.map(({ latlng }) => latlng)), TAKEOVER);
  }

  function label(map, marker, group, line, body, rank) {
    const bounds = () =>
      map.getZoom() >= TAKEOVER && Areal.siteBounds ? Areal.siteBounds.get(group.slug) : null;
    return {
      rank,
      // Over its parcels a name gives way; from afar every site must be seen.
      get must() {
        return !bounds();
      },
      get dot() {
        return !group.many && !bounds();
      },
      points() {
        const box = bounds();
        if (!box) return [group.latlng];
        const lng = box.getCenter().lng;
        return [L.latLng(box.getNorth(), lng), L.latLng(box.getSouth(), lng)];
      },
      get offsets() {
        if (group.many) return ([w, h]) => AROUND.map(([x, y]) => [x * w, y * h]);
        return bounds() ? ([w, h]) => [[-w / 2, -h - 8], [-w / 2, 8]] : undefined;
      },
      stands: () => map.hasLayer(marker),
      size: () => [body.offsetWidth, body.offsetHeight],
      show(latlng, offset, size) {
        marker.setLatLng(latlng);
        marker.getElement().style.visibility = "";
        body.style.transform = `translate(${Math.round(offset[0])}px, ${Math.round(offset[1])}px)`;
        leader(line, bounds() ? [0, 0] : offset, bounds() ? [0, 0] : size);
      },
      hide() {
        const node = marker.getElement();
        if (node) node.style.visibility = "hidden";
      },
    };
  }

  function dress(node, group) {
    node.classList.toggle("is-empty", !group.free);
    node.classList.toggle("is-many", group.many);
    if (group.slug) node.dataset.site = group.slug;
    else node.title = group.name;
    const hover = (site) => () => Areal.emit("hover", { site, from: "map" });
    node.addEventListener("mouseenter", hover(group.slug));
    node.addEventListener("mouseleave", hover(null));
  }

  function makeMarker(map, group, rank) {
    const box = Areal.el("span", "site-marker__box");
    const line = Areal.el("span", "leader");
    const body = pill(group);
    box.append(Areal.el("span", "dot"), line, body);
    const icon = L.divIcon({ className: "site-marker", html: box, iconSize: [0, 0] });
    const marker = L.marker(group.latlng, { icon, riseOnHover: true, keyboard: false });
    body.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(map, group);
    });
    marker.on("add", () => dress(marker.getElement(), group));
    return { group, marker, label: label(map, marker, group, line, body, rank) };
  }

  /** Draw the sites of `options.url`, follow filter, choice and hover. */
  Areal.siteMarkers = function (map, options) {
    const fetchSites = Areal.latest();
    const layer = L.layerGroup().addTo(map);
    let sites = [];
    let groups = [];
    // What stands on the map: key of a group → its marker. Far outside the view there is none.
    let shown = new Map();
    let query = null;
    let chosen = null;

    function mark(className, slug) {
      shown.forEach(({ group, marker }) => {
        const mine = slug !== null && group.sites.some(({ site }) => site.slug === slug);
        const node = marker.getElement();
        if (node) node.classList.toggle(className, mine);
        if (className === "is-chosen") marker.setZIndexOffset(mine ? 1000 : 0);
      });
    }

    /** Put markers where the view is, and take away the others; what stays is not touched. */
    function put() {
      if (!map._loaded) return;
      const view = map.getBounds().pad(0.5);
      const next = new Map();
      groups.forEach((group, i) => {
        if (!view.contains(group.latlng)) return;
        const key = `${group.slug || group.name} ${group.sites.length}`;
        next.set(key, shown.get(key) || makeMarker(map, group, i / 1000));
      });
      const gone = Array.from(shown.keys()).filter((key) => !next.has(key));
      const come = Array.from(next.keys()).filter((key) => !shown.has(key));
      gone.forEach((key) => layer.removeLayer(shown.get(key).marker));
      come.forEach((key) => layer.addLayer(next.get(key).marker));
      shown = next;
      if (gone.length || come.length) {
        Areal.labels.set("sites", Array.from(shown.values(), (item) => item.label));
        mark("is-chosen", chosen);
      }
    }

    /** Group anew for the zoom and the choice. */
    function draw(force) {
      if (!map._loaded) return;
      map.getContainer().classList.toggle("is-near", map.getZoom() >= TAKEOVER);
      groups = grouped(map, sites, chosen);
      map.getContainer().classList.toggle("is-clustered", groups.some(({ many }) => many));
      if (force) {
        layer.clearLayers();
        shown = new Map();
        Areal.labels.set("sites", []);
      }
      put();
      mark("is-chosen", chosen);
    }

    async function load(next) {
      const data = await fetchSites(Areal.withQuery(options.url, next));
      if (!data) return;
      sites = data.features
        .map((feature) => {
          const [x, y] = feature.geometry.coordinates;
          return { site: feature.properties, latlng: L.latLng(y, x) };
        })
        .sort((a, b) => b.site.free_m2 - a.site.free_m2);
      Areal.sites = sites;
      draw(true);
      Areal.emit("sites", { reason: query === null ? "start" : "filter" });
      query = next;
    }

    map.on("zoomend resize", () => draw(false));
    map.on("moveend", put);
    Areal.on("state", (state) => {
      chosen = state.site;
      draw(false);
      if (state.query !== query) load(state.query);
    });
    Areal.on("hover", ({ site }) => mark("is-hot", site));
  };
})();
