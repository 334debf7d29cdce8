/* The proof of one verdict: the part in conflict, or the line to the nearest thing measured. */
"use strict";

(function () {
  const fetchParcel = Areal.latest();

  function wordsOf(finding) {
    return `${finding.rule_code}: ${Areal.text.findingVerdicts[finding.verdict] || ""}`;
  }

  /** Draw the evidence of the chosen parcel and rule, when there is any. */
  Areal.evidenceLayer = function (map, options) {
    const group = L.featureGroup().addTo(map);
    let shown = "";

    function draw(finding) {
      group.clearLayers();
      if (!finding || !finding.geometry) return;
      const common = { pane: "evidence", interactive: false };
      const kind = (f) => (/Line/.test(f.geometry.type) ? "line" : "area");
      const feature = { type: "Feature", properties: {}, geometry: finding.geometry };
      ["halo", "ink"].forEach((part) => {
        L.geoJSON(feature, {
          ...common,
          style: (f) => ({ className: `evidence evidence--${kind(f)} evidence--${part}` }),
          pointToLayer: (f, latlng) =>
            L.circleMarker(latlng, { ...common, radius: 7, className: `evidence evidence--${part}` }),
        }).addTo(group);
      });
      const bounds = group.getBounds();
      if (bounds.isValid()) Areal.fit(bounds.extend(Areal.chosenBounds || bounds), 16);
      group.eachLayer((layer) => layer.bindTooltip(Areal.el("span", null, wordsOf(finding))));
    }

    Areal.on("state", async (state) => {
      const wanted = state.parcel && state.rule ? `${state.parcel}/${state.rule}` : "";
      if (wanted === shown) return;
      shown = wanted;
      if (!wanted) {
        group.clearLayers();
        return;
      }
      const parcel = await fetchParcel(options.url + encodeURIComponent(state.parcel));
      if (!parcel || wanted !== shown) return;
      draw(parcel.findings.find((finding) => finding.rule_code === state.rule));
    });
  };
})();
