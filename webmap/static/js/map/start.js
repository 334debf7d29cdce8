/* What must be true of the Leaflet map before any layer is put on it. */
"use strict";

(function () {
  if (Areal.calm()) {
    L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
  }

  // Drawing order, from the ground up. Parcels use Leaflet's own overlay pane (400).
  const PANES = {
    ground: 300,
    water: 310,
    town: 320,
    road: 330,
    rail: 340,
    border: 350,
    evidence: 450,
    names: 560,
  };

  /** Prepare panes, zoom buttons with words, scale and attribution. */
  Areal.start = function (map, options) {
    Object.entries(PANES).forEach(([name, order]) => {
      map.createPane(name).style.zIndex = order;
    });
    ["ground", "water", "town", "road", "rail", "border", "names"].forEach((name) => {
      map.getPane(name).style.pointerEvents = "none";
    });
    L.control
      .zoom({
        position: "topright",
        zoomInTitle: options.text.zoomIn,
        zoomOutTitle: options.text.zoomOut,
      })
      .addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 110 }).addTo(map);
    L.control.attribution({ position: "bottomright", prefix: false }).addTo(map);
    map.attributionControl.addAttribution(options.attribution);
    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", options.text.map);
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(box);
    Areal.map = map;
    Areal.text = options.text;
    Areal.urls = options.urls;
    Areal.labels = Areal.makeLabels(map);
  };
})();
