/* Many parcels: drawn from vector tiles on canvases, a tile at a time, so that panning stays smooth. */
"use strict";

(function () {
  const EXTENT = 4096;
  // What the server makes at most: nearer, the same tiles are drawn larger.
  const DEEPEST = 16;
  const INK = { met: "#084b3a", consider: "#6b4a00", deviates: "#7d1d0d", gap: "#3c4850" };
  const FILL = { met: "#3f9a82", consider: "#f5cf74", deviates: "#e48b79", gap: "#ffffff" };

  /** The mark of a verdict as a pattern, so that colour is not alone. */
  function pattern(context, verdict) {
    const size = 8;
    const canvas = Areal.el("canvas");
    canvas.width = size;
    canvas.height = size;
    const ink = canvas.getContext("2d");
    ink.fillStyle = FILL[verdict];
    ink.fillRect(0, 0, size, size);
    ink.strokeStyle = verdict === "gap" ? "#6f7a84" : "#a12d17";
    ink.fillStyle = "#6b4a00";
    ink.lineWidth = verdict === "gap" ? 2 : 1.2;
    ink.beginPath();
    if (verdict === "consider") ink.arc(4, 4, 1.6, 0, 7);
    if (verdict !== "consider" && verdict !== "met") {
      ink.moveTo(-1, size + 1);
      ink.lineTo(size + 1, -1);
    }
    if (verdict === "deviates") {
      ink.moveTo(-1, -1);
      ink.lineTo(size + 1, size + 1);
    }
    if (verdict === "consider") ink.fill();
    else ink.stroke();
    return context.createPattern(canvas, "repeat");
  }

  function outline(feature, scale) {
    const path = new Path2D();
    feature.rings.forEach((ring) => {
      if (feature.point) {
        path.moveTo(ring[0] * scale + 2, ring[1] * scale);
        path.arc(ring[0] * scale, ring[1] * scale, 2, 0, 7);
        return;
      }
      for (let i = 0; i < ring.length; i += 2) {
        if (i) path.lineTo(ring[i] * scale, ring[i + 1] * scale);
        else path.moveTo(ring[i] * scale, ring[i + 1] * scale);
      }
      path.closePath();
    });
    return path;
  }

  const Layer = L.GridLayer.extend({
    createTile(coords, done) {
      const size = this.getTileSize().x;
      const dense = window.devicePixelRatio || 1;
      const tile = Areal.el("canvas", "leaflet-tile");
      tile.width = size * dense;
      tile.height = size * dense;
      this.load(coords)
        .then((features) => {
          tile.features = features;
          this.draw(tile, features, size, dense);
          done(null, tile);
        })
        .catch((error) => done(error, tile));
      return tile;
    },

    async load({ x, y, z }) {
      const response = await fetch(Areal.withQuery(`${this.options.url}${z}/${x}/${y}.mvt`, this.query || ""));
      if (response.status === 204) return [];
      if (!response.ok) throw new Error(`${response.status} ${response.url}`);
      return Areal.readTile(await response.arrayBuffer());
    },

    draw(tile, features, size, dense) {
      const context = tile.getContext("2d");
      context.scale(dense, dense);
      const byVerdict = new Map();
      features.forEach((feature) => {
        const verdict = FILL[feature.properties.overall] ? feature.properties.overall : "gap";
        if (!byVerdict.has(verdict)) byVerdict.set(verdict, []);
        feature.path = outline(feature, size / EXTENT);
        byVerdict.get(verdict).push(feature);
      });
      byVerdict.forEach((group, verdict) => {
        context.fillStyle = pattern(context, verdict);
        context.strokeStyle = INK[verdict];
        context.lineWidth = 1.2;
        group.forEach(({ path }) => {
          context.fill(path, "evenodd");
          context.stroke(path);
        });
      });
    },

    /** The parcel drawn at a place of the map, or null. */
    at(latlng) {
      const size = this.getTileSize().x;
      const point = this._map.project(latlng, this._tileZoom);
      const tile = this._tiles[`${Math.floor(point.x / size)}:${Math.floor(point.y / size)}:${this._tileZoom}`];
      if (!tile || !tile.el.features) return null;
      const [x, y] = [point.x % size, point.y % size];
      const context = tile.el.getContext("2d");
      const dense = window.devicePixelRatio || 1;
      const found = tile.el.features.filter(
        ({ path }) => path && context.isPointInPath(path, x * dense, y * dense, "evenodd"),
      );
      return found.length ? found[found.length - 1].properties : null;
    },
  });

  /** A layer of all parcels that match; `show(query)` draws them, null takes them away. */
  Areal.parcelTiles = function (map, url) {
    const layer = new Layer({ url, pane: "overlayPane", maxNativeZoom: DEEPEST, updateWhenZooming: false });
    map.on("click", (event) => {
      const parcel = map.hasLayer(layer) && layer.at(event.latlng);
      if (parcel) Areal.emit("choose", { site: parcel.site_slug, parcel: parcel.slug, from: "map" });
    });
    return {
      show(query) {
        if (query === null) {
          map.removeLayer(layer);
          return;
        }
        const changed = layer.query !== query;
        layer.query = query;
        if (!map.hasLayer(layer)) layer.addTo(map);
        else if (changed) layer.redraw();
      },
    };
  };
})();
