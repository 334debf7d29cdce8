/* Context of our own data: water, town centres, roads with shields, railway, stations. */
"use strict";

(function () {
  const isMain = (code) => /^(E|rv)/i.test(code || "");

  /** The parts of a feature that run on as one line, as lists of LatLng. */
  function linesOf(feature) {
    const { type, coordinates } = feature.geometry;
    const lines = type === "LineString" ? [coordinates] : coordinates;
    return lines.map((line) => line.map(([x, y]) => L.latLng(y, x)));
  }

  /** Points along a line, the middle first, at shares of its number of vertices. */
  function along(line) {
    return [0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6].map(
      (share) => line[Math.min(line.length - 1, Math.floor(line.length * share))],
    );
  }

  function shields(map, features, layer) {
    const byCode = new Map();
    features.forEach((feature) => {
      const code = feature.properties.code;
      if (!code) return;
      if (!byCode.has(code)) byCode.set(code, []);
      byCode.get(code).push(...linesOf(feature));
    });
    const labels = [];
    byCode.forEach((lines, code) => {
      lines.sort((a, b) => b.length - a.length);
      if (!/\d/.test(code)) return;
      const kind = /^E/i.test(code) ? "europe" : isMain(code) ? "main" : "county";
      const text = code.replace(/^(rv|fv)\.?\s*/i, "");
      lines.slice(0, kind === "county" ? 1 : 2).forEach((line, i) => {
        labels.push(
          Areal.word(map, text, {
            className: `shield shield--${kind}`,
            points: along(line),
            rank: kind === "county" ? 60 + i : 20 + i,
            from: kind === "county" ? 11 : 0,
            layer,
          }),
        );
      });
    });
    return labels;
  }

  function names(map, features, layer, className, from) {
    return features
      .filter((feature) => feature.properties.name)
      .map((feature) =>
        Areal.word(map, feature.properties.name, {
          className,
          points: [L.geoJSON(feature).getBounds().getCenter()],
          offsets: undefined,
          rank: 50,
          from,
          layer,
        }),
      );
  }

  function shape(data, pane, className) {
    return L.geoJSON(data, {
      pane,
      interactive: false,
      style: (feature) => ({ className: className(feature) }),
      pointToLayer: (feature, latlng) =>
        L.circleMarker(latlng, { pane, radius: 3.5, interactive: false, className: "station" }),
    });
  }

  // How each layer is drawn. A layer no entry names is drawn as plain outlines.
  const DRAW = {
    vann(map, group, data) {
      shape(data, "water", (f) => (/Line/.test(f.geometry.type) ? "river" : "lake")).addTo(group);
      return names(map, data.features, group, "word--water", 12);
    },
    sentrum(map, group, data) {
      shape(data, "town", () => "town").addTo(group);
      return names(map, data.features, group, "word--town", 11);
    },
    veg(map, group, data) {
      const order = data.features.slice().sort((a, b) => isMain(a.properties.code) - isMain(b.properties.code));
      const sorted = { type: "FeatureCollection", features: order };
      const kind = (f) => (isMain(f.properties.code) ? "main" : "county");
      shape(sorted, "road", (f) => `road road--case road--${kind(f)}`).addTo(group);
      shape(sorted, "road", (f) => `road road--line road--${kind(f)}`).addTo(group);
      return shields(map, data.features, group);
    },
    jernbane(map, group, data) {
      shape(data, "rail", () => "rail rail--bed").addTo(group);
      shape(data, "rail", () => "rail rail--dash").addTo(group);
      return [];
    },
    stasjon(map, group, data) {
      shape(data, "rail", () => "station").addTo(group);
      return names(map, data.features, group, "word--station", 12);
    },
  };

  function plain(map, group, data) {
    shape(data, "town", () => "plain").addTo(group);
    return [];
  }

  /** Fetch and draw the layers `options.layers`: [{id, title, url, on}]. */
  Areal.contextLayers = function (map, options) {
    options.layers.forEach(async (layer) => {
      const group = L.layerGroup();
      Areal.layerChoices.push({ title: layer.title, group, id: layer.id });
      if (layer.on) group.addTo(map);
      try {
        const data = await Areal.json(layer.url);
        const labels = (DRAW[layer.id] || plain)(map, group, data);
        Areal.labels.set(layer.id, labels);
      } catch (error) {
        Areal.emit("missing", layer.title);
      }
    });
    map.on("layeradd layerremove", Areal.labels.soon);
  };

  /** When the background map does not answer, the ground is drawn from our own data instead. */
  Areal.basemapFallback = function (map, base) {
    let failed = 0;
    base.on("tileerror", () => {
      failed += 1;
      if (failed !== 3) return;
      map.removeLayer(base);
      if (Areal.land) Areal.land.addTo(map);
      else Areal.on("region", () => Areal.land.addTo(map));
      Areal.layerChoices.forEach((choice) => choice.group.addTo(map));
      Areal.emit("layers");
    });
  };
})();
