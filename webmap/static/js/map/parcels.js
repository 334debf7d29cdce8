/* Parcels by verdict: colour and pattern, fetched for what is in view from zoom 11. */
"use strict";

(function () {
  const FROM = 11;
  // More than this many are drawn from vector tiles instead.
  const MANY = 1000;
  // From here on a view holds few enough to be drawn one by one, with names.
  const NEAR = 14;

  function className(parcel, chosen) {
    const classes = ["parcel-shape", `parcel-shape--${parcel.overall}`];
    if (parcel.slug === chosen.parcel) classes.push("is-chosen");
    return classes.join(" ");
  }

  /** The view with some room around it, so that small moves need no new request. */
  function box(map) {
    const b = map.getBounds().pad(0.3);
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((n) => n.toFixed(5)).join(",");
  }

  /** The extent of each site's parcels, by slug. */
  function boundsBySite(layer) {
    const found = new Map();
    layer.eachLayer((shape) => {
      const slug = shape.feature.properties.site_slug;
      const bounds = shape.getBounds();
      if (found.has(slug)) found.get(slug).extend(bounds);
      else found.set(slug, L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast()));
    });
    return found;
  }

  /** The name of a parcel; the catalogue writes the numbered ones in Norwegian. */
  function label(parcel) {
    return parcel.label.replace(/^Tomt(?= \S+$)/, Areal.text.plot);
  }

  function tip(parcel) {
    const node = Areal.el("span", "tip");
    node.append(Areal.el("strong", null, `${parcel.site_name}, ${label(parcel)}`));
    node.append(Areal.el("span", null, Areal.area(parcel.area_m2)));
    node.append(Areal.el("span", null, Areal.text.verdicts[parcel.overall] || ""));
    return node;
  }

  /** Draw the parcels of `options.url`; choosing one opens its panel. */
  Areal.parcelLayer = function (map, options) {
    const fetchParcels = Areal.latest();
    const layer = L.geoJSON(null, {
      style: (feature) => ({ className: className(feature.properties, chosen) }),
      onEachFeature(feature, shape) {
        const parcel = feature.properties;
        shape.bindTooltip(() => tip(parcel), { sticky: true, direction: "top" });
        shape.on("click", () =>
          Areal.emit("choose", { site: parcel.site_slug, parcel: parcel.slug, from: "map" }),
        );
      },
    }).addTo(map);
    const names = L.layerGroup().addTo(map);
    const tiles = Areal.parcelTiles(map, options.tiles);
    let chosen = { site: null, parcel: null };
    let loaded = null;
    let query = "";
    let all = 0;
    let many = false;

    /** From tiles when there are many and they lie close, else from what the view holds. */
    function choose() {
      const was = many;
      many = all > MANY && (!map._loaded || map.getZoom() < NEAR);
      tiles.show(many ? query : null);
      if (many && !was) {
        layer.clearLayers();
        names.clearLayers();
        loaded = null;
      }
      if (was && !many) load(true);
    }

    function words(features) {
      return features.map((feature) => {
        const shape = L.geoJSON(feature);
        const middle = shape.getBounds().getCenter();
        return Areal.word(map, label(feature.properties), {
          className: "word--parcel",
          points: [middle],
          rank: 30,
          from: 14,
          layer: names,
        });
      });
    }

    function restyle() {
      layer.eachLayer((shape) => {
        const node = shape.getElement();
        if (!node) return;
        const mine = shape.feature.properties.slug === chosen.parcel;
        node.classList.toggle("is-chosen", mine);
        if (mine) shape.bringToFront();
      });
    }

    async function load(force) {
      if (many || !map._loaded || map.getZoom() < FROM) return;
      if (!force && loaded && loaded.contains(map.getBounds())) return;
      const bounds = map.getBounds().pad(0.3);
      const parts = [query, `bbox=${box(map)}`].filter(Boolean).join("&");
      const data = await fetchParcels(Areal.withQuery(options.url, parts));
      if (!data) return;
      loaded = bounds;
      layer.clearLayers();
      names.clearLayers();
      layer.addData(data);
      Areal.siteBounds = boundsBySite(layer);
      Areal.labels.set("parcels", words(data.features));
      restyle();
    }

    map.on("zoomend", choose);
    map.on("moveend", () => load(false));
    Areal.on("point", (slug) => {
      layer.eachLayer((shape) => {
        const node = shape.getElement();
        if (node) node.classList.toggle("is-hot", shape.feature.properties.slug === slug);
      });
    });
    Areal.on("state", (state) => {
      chosen = { site: state.site, parcel: state.parcel };
      restyle();
      const other = state.query !== query;
      query = state.query;
      all = state.parcels;
      choose();
      if (other) load(true);
    });
  };
})();
