/* Draw an area: the polygons on the map and the list of coordinates are the same thing. */
"use strict";

(function () {
  const DEGREES = ["EPSG:4326", "EPSG:4258"];
  const DIGITS = 6;

  /** A line as numbers with latitude first, or null when it is no pair yet. */
  function pair(line) {
    const plain = line.replace(/[°ºNnEeØø]/g, " ").trim();
    let parts = plain.split(/[;\s]+/).map((part) => part.replace(/[,;]$/, "")).filter(Boolean);
    if (parts.length === 1) parts = plain.split(",");
    if (parts.length !== 2) return null;
    const [first, second] = parts.map((part) => Number(part.replace(",", ".")));
    if (!Number.isFinite(first) || !Number.isFinite(second)) return null;
    const turned = first >= 3 && first <= 32 && second >= 57 && second <= 72;
    return turned ? [second, first] : [first, second];
  }

  /** The rings in a text: one point a line, a blank line between polygons. */
  function rings(text) {
    return text
      .split(/\n\s*\n/)
      .map((block) => block.split("\n").map(pair).filter(Boolean))
      .filter((ring) => ring.length > 2 && ring.every(([lat, lng]) => Math.abs(lat) <= 90 && Math.abs(lng) <= 180));
  }

  function written(layers) {
    return layers
      .map((layer) => layer.getLatLngs()[0])
      .map((ring) => ring.map((p) => `${p.lat.toFixed(DIGITS)}, ${p.lng.toFixed(DIGITS)}`).join("\n"))
      .join("\n\n");
  }

  /** Tie the map to the fields of the form. `options.text` has the words. */
  Areal.drawArea = function (map, options) {
    const text = options.text;
    const list = document.getElementById("coordinates");
    const system = document.getElementById("coordinates_crs");
    const said = document.getElementById("sketch-said");
    const button = (name) => document.querySelector(`[data-pen="${name}"]`);
    const box = map.getContainer();
    const drawn = L.featureGroup().addTo(map);

    map.pm.setLang("areal", {
      tooltips: { firstVertex: text.first, continueLine: text.next, finishPoly: text.finish },
    });
    map.pm.setGlobalOptions({
      snappable: false,
      layerGroup: drawn,
      pathOptions: { className: "sketched" },
      templineStyle: { className: "sketched" },
      hintlineStyle: { className: "sketched", dashArray: "4 6" },
    });

    const layers = () => drawn.getLayers().filter((layer) => layer.getLatLngs().length);

    function tell(message) {
      if (said.textContent !== message) said.textContent = message;
    }

    function count() {
      const points = layers().reduce((sum, layer) => sum + layer.getLatLngs()[0].length, 0);
      tell(points ? text.points.replace("{n}", points) : text.none);
    }

    /** The map has changed: write it down. */
    function write() {
      system.value = DEGREES.includes(system.value) ? system.value : DEGREES[0];
      list.value = written(layers());
      count();
    }

    /** Show bounds as soon as there is a map to see: the pane may be closed. */
    let wanted = null;
    function show(bounds, room) {
      wanted = box.clientWidth ? null : { bounds, room };
      if (wanted) return;
      map.invalidateSize({ pan: false });
      map.fitBounds(bounds, { padding: [room, room], maxZoom: 16, animate: false });
    }
    new ResizeObserver(() => {
      if (wanted) show(wanted.bounds, wanted.room);
    }).observe(box);

    function add(layer) {
      layer.on("pm:edit pm:markerdragend pm:vertexremoved", write);
    }

    /** The list has changed: draw it. */
    function read() {
      drawn.clearLayers();
      if (!DEGREES.includes(system.value)) {
        tell(list.value.trim() ? text.metres : text.none);
        return;
      }
      rings(list.value).forEach((ring) => {
        const layer = L.polygon(ring, { className: "sketched" }).addTo(drawn);
        add(layer);
      });
      count();
      if (layers().length) show(drawn.getBounds(), 40);
    }

    function press(name, on) {
      button(name).setAttribute("aria-pressed", String(on));
    }

    button("draw").addEventListener("click", () => {
      if (map.pm.globalDrawModeEnabled()) map.pm.disableDraw();
      else map.pm.enableDraw("Polygon");
    });
    button("edit").addEventListener("click", () => map.pm.toggleGlobalEditMode());
    button("clear").addEventListener("click", () => {
      map.pm.disableDraw();
      map.pm.disableGlobalEditMode();
      drawn.clearLayers();
      write();
    });
    map.on("pm:globaldrawmodetoggled", ({ enabled }) => press("draw", enabled));
    map.on("pm:globaleditmodetoggled", ({ enabled }) => press("edit", enabled));
    map.on("pm:create", ({ layer }) => {
      drawn.addLayer(layer);
      add(layer);
      write();
    });
    list.addEventListener("change", read);
    system.addEventListener("change", read);

    Areal.on("region", (bounds) => {
      if (!layers().length) show(bounds, 8);
    });
    read();
  };
})();
