/* Kommune borders: each shared border drawn once, the land of the region lighter than the rest. */
"use strict";

(function () {
  // How finely a kommune is searched for a free place for its name.
  const GRID = 24;
  const key = (p) => `${p[0]},${p[1]}`;

  function rings(feature) {
    const { type, coordinates } = feature.geometry;
    return type === "Polygon" ? coordinates : coordinates.flat();
  }

  /** Every stretch of border with the number of kommuner it belongs to. */
  function segments(features) {
    const found = new Map();
    features.forEach((feature) => {
      rings(feature).forEach((ring) => {
        for (let i = 1; i < ring.length; i += 1) {
          const [a, b] = [ring[i - 1], ring[i]];
          const id = key(a) < key(b) ? `${key(a)};${key(b)}` : `${key(b)};${key(a)}`;
          const known = found.get(id);
          if (known) known.count += 1;
          else found.set(id, { a, b, count: 1 });
        }
      });
    });
    return Array.from(found.values());
  }

  /** Join stretches end to end, so that dashes run on instead of starting anew. */
  function chains(parts) {
    const lines = [];
    let line = null;
    parts.forEach(({ a, b }) => {
      const last = line && line[line.length - 1];
      if (last && key(last) === key(a)) line.push(b);
      else if (last && key(last) === key(b)) line.push(a);
      else lines.push((line = [a, b]));
    });
    return lines.map((points) => points.map(([x, y]) => [y, x]));
  }

  function outerRing(feature) {
    return rings(feature).reduce((a, b) => (b.length > a.length ? b : a));
  }

  /** Places inside a kommune where its name may stand: a grid of inner points, middle first. */
  function insidePoints(feature) {
    const outer = outerRing(feature);
    const bounds = L.latLngBounds(outer.map(([x, y]) => [y, x]));
    const middle = bounds.getCenter();
    const points = [];
    for (let i = 1; i < GRID; i += 1) {
      for (let j = 1; j < GRID; j += 1) {
        const lat = bounds.getSouth() + ((bounds.getNorth() - bounds.getSouth()) * i) / GRID;
        const lng = bounds.getWest() + ((bounds.getEast() - bounds.getWest()) * j) / GRID;
        if (contains(outer, lng, lat)) points.push(L.latLng(lat, lng));
      }
    }
    points.sort((a, b) => a.distanceTo(middle) - b.distanceTo(middle));
    return points.length ? points : [middle];
  }

  function contains(ring, x, y) {
    let within = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
    }
    return within;
  }

  /** True when both ends of a name lie inside its kommune. */
  function liesIn(map, feature, point, [width]) {
    const outer = outerRing(feature);
    return [-0.55, 0.55].every((share) => {
      const end = map.containerPointToLatLng([point.x + share * width, point.y]);
      return contains(outer, end.lng, end.lat);
    });
  }

  /** Draw land, borders and names, and tell where the region lies. */
  Areal.kommuneBorders = async function (map, options) {
    const data = await Areal.json(options.url);
    if (!data) return;
    const style = { stroke: false, fillOpacity: 1, className: "land", interactive: false };
    const land = L.geoJSON(data, { pane: "ground", style });
    if (!options.basemap) land.addTo(map);
    Areal.land = land;
    const parts = segments(data.features);
    const inner = chains(parts.filter((part) => part.count > 1));
    const outer = chains(parts.filter((part) => part.count === 1));
    const line = (points, className) =>
      L.polyline(points, { pane: "border", className, interactive: false }).addTo(map);
    line(inner, "border border--inner");
    line(outer, "border border--halo");
    line(outer, "border border--outer");
    const names = data.features.map((feature) =>
      Areal.word(map, feature.properties.name, {
        className: "word--kommune",
        points: insidePoints(feature),
        rank: 40,
        to: 11,
        early: true,
        fits: (point, size) => liesIn(map, feature, point, size),
      }),
    );
    Areal.labels.set("kommuner", names);
    Areal.regionBounds = land.getBounds();
    Areal.emit("region", Areal.regionBounds);
  };
})();
