/* The editor's map: the parcels of a draft, and a pen for one of them that catches on the others. */
"use strict";

(function () {
  const CATCH = 18;

  /** A line as the form sends it: degrees, which the server turns into metres. */
  function degrees(layer) {
    return JSON.stringify(layer.toGeoJSON(9).geometry);
  }

  /** Tie the map to the form. `options.text` has the words. */
  Areal.editOutline = function (map, options) {
    const text = options.text;
    const box = map.getContainer();
    const key = box.dataset.key;
    const hidden = document.getElementById("drawn");
    const list = document.getElementById("f-coordinates");
    const said = document.getElementById("sketch-said");
    const line = document.getElementById("f-split");
    const button = (name) => document.querySelector(`[data-pen="${name}"]`);
    const own = L.featureGroup().addTo(map);
    const others = L.featureGroup().addTo(map);

    map.pm.setLang("areal", {
      tooltips: { firstVertex: text.first, continueLine: text.next, finishPoly: text.finish, finishLine: text.line },
    });
    map.pm.setGlobalOptions({
      snappable: true,
      snapDistance: CATCH,
      allowSelfIntersection: false,
      layerGroup: own,
      pathOptions: { className: "sketched" },
      templineStyle: { className: "sketched" },
      hintlineStyle: { className: "sketched", dashArray: "4 6" },
    });

    function show() {
      map.invalidateSize({ pan: false });
      const bounds = own.getLayers().length ? own.getBounds() : others.getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [50, 50], maxZoom: 17, animate: false });
    }

    function tell() {
      if (!said) return;
      const corners = own.getLayers().reduce((sum, layer) => sum + layer.getLatLngs().flat(Infinity).length, 0);
      said.textContent = corners ? text.points.replace("{n}", corners) : text.none;
    }

    /** The map has changed: send it along, and let the check write it down. */
    function write() {
      const polygons = own.getLayers().flatMap((layer) => {
        const shape = layer.toGeoJSON(9).geometry;
        return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
      });
      hidden.value = polygons.length ? JSON.stringify({ type: "MultiPolygon", coordinates: polygons }) : "";
      tell();
      list.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function follow(layer) {
      layer.on("pm:edit pm:markerdragend pm:vertexremoved pm:vertexadded", write);
    }

    function draw(features) {
      own.clearLayers();
      others.clearLayers();
      features.forEach((feature) => {
        const mine = key && feature.properties.key === key;
        const layer = L.geoJSON(feature, { style: { className: mine ? "sketched" : "outlined" } }).getLayers()[0];
        if (!mine) {
          layer.options.pmIgnore = false;
          layer.bindTooltip(Areal.el("span", null, feature.properties.label));
          layer.addTo(others);
        } else {
          layer.addTo(own);
          follow(layer);
        }
      });
      tell();
      show();
    }

    async function fetched() {
      const answer = await fetch(box.dataset.shapes);
      if (answer.ok) draw((await answer.json()).features);
    }
    fetched();
    if (!key) return;

    // Corners typed in the list: what the map has drawn counts no longer.
    list.addEventListener("change", () => { hidden.value = ""; });

    button("draw").addEventListener("click", () => {
      if (map.pm.globalDrawModeEnabled()) map.pm.disableDraw();
      else map.pm.enableDraw("Polygon");
    });
    button("edit").addEventListener("click", () => {
      const on = button("edit").getAttribute("aria-pressed") !== "true";
      own.getLayers().forEach((layer) => (on ? layer.pm.enable({ snappable: true, snapDistance: CATCH }) : layer.pm.disable()));
      button("edit").setAttribute("aria-pressed", String(on));
    });
    button("cut").addEventListener("click", () => {
      if (map.pm.globalDrawModeEnabled()) map.pm.disableDraw();
      else map.pm.enableDraw("Line");
    });
    map.on("pm:globaldrawmodetoggled", ({ enabled, shape }) => {
      button("draw").setAttribute("aria-pressed", String(enabled && shape === "Polygon"));
      button("cut").setAttribute("aria-pressed", String(enabled && shape === "Line"));
    });
    map.on("pm:create", ({ layer, shape }) => {
      if (shape === "Line") {
        line.value = degrees(layer);
        layer.setStyle({ className: "cutting" });
        line.focus();
        return;
      }
      own.clearLayers();
      own.addLayer(layer);
      follow(layer);
      write();
    });
  };
})();
