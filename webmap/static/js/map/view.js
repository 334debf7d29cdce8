/* Where the map looks: the region, what the filter left, or what is chosen. */
"use strict";

(function () {
  /** Width of the map that the panel lies over. */
  function hidden() {
    const panel = document.getElementById("panel");
    if (!panel || window.innerWidth < 700) return 0;
    const map = Areal.map.getContainer().getBoundingClientRect();
    return Math.max(0, map.right - panel.getBoundingClientRect().left);
  }

  /** Fit bounds with room for markers; `zoom` is the nearest the map goes. */
  Areal.fit = function (bounds, zoom) {
    const size = Areal.map.getSize();
    Areal.fitting = true;
    const room = Math.min(60, Math.round(size.x / 8), Math.round(size.y / 8));
    Areal.map.fitBounds(bounds, {
      paddingTopLeft: [room, room],
      paddingBottomRight: [room + hidden(), room],
      maxZoom: zoom || 13,
      animate: Areal.map._loaded && !Areal.calm(),
      duration: 0.15,
    });
  };

  function boundsOf(text) {
    const [west, south, east, north] = (text || "").split(",").map(Number);
    return Number.isFinite(north) ? L.latLngBounds([south, west], [north, east]) : null;
  }

  /** The place an address asks the map to show: kart=zoom/lat/lon. */
  function asked() {
    const text = new URLSearchParams(window.location.search).get("kart") || "";
    const [zoom, lat, lng] = text.split("/").map(Number);
    const good = zoom >= 0 && zoom <= 20 && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
    return good && text.split("/").length === 3 ? { zoom, latlng: L.latLng(lat, lng) } : null;
  }

  function show(map, place) {
    Areal.fitting = true;
    map.setView(place.latlng, place.zoom, { animate: false });
  }

  /** Write where the visitor has moved the map into the address; what the page moves is not. */
  function remember(map) {
    let touched = false;
    ["pointerdown", "wheel", "keydown"].forEach((name) => {
      map.getContainer().addEventListener(name, () => {
        touched = true;
        Areal.fitting = false;
      }, { capture: true, passive: true });
    });
    map.on("moveend", () => {
      const own = Areal.fitting;
      Areal.fitting = false;
      if (own || !touched) return;
      const url = new URL(window.location.href);
      const { lat, lng } = map.getCenter();
      url.searchParams.set("kart", `${map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
      window.history.replaceState(window.history.state, "", url.href.replace(/%2F/g, "/"));
    });
  }

  /** Let the map follow filter and choice. */
  Areal.followState = function (map) {
    let state = { site: null, parcel: null };

    function region() {
      if (!Areal.regionBounds) return;
      const size = map.getSize();
      Areal.fitting = true;
      map.fitBounds(Areal.regionBounds, { padding: size.x > 600 ? [16, 16] : [4, 4], animate: false });
    }

    function chosen() {
      const bounds = boundsOf(state.bbox);
      Areal.chosenBounds = bounds;
      if (!bounds) return false;
      if (!state.rule) Areal.fit(bounds, state.parcel ? 16 : 15);
      else if (!map._loaded) Areal.fit(bounds, 16);
      return true;
    }

    remember(map);

    Areal.on("region", () => {
      if (map._loaded) return;
      const place = asked();
      if (place) show(map, place);
      else if (!chosen()) region();
    });

    Areal.on("state", (next) => {
      const before = state;
      state = next;
      const place = asked();
      if (place && (!map._loaded || next.from === "history")) {
        show(map, place);
        return;
      }
      if (!map._loaded) {
        chosen();
        return;
      }
      map.invalidateSize({ pan: false });
      const moved = next.site !== before.site || next.parcel !== before.parcel;
      if (moved && (next.site || next.parcel)) chosen();
      else if (moved && next.from !== "history") return;
      else if (moved) region();
    });

    Areal.on("sites", ({ reason }) => {
      if (reason !== "filter" || state.site || state.parcel) return;
      const places = (Areal.sites || []).map(({ latlng }) => latlng);
      if (places.length) Areal.fit(L.latLngBounds(places), 12);
      else region();
    });
  };
})();
