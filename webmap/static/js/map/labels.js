/* One place decides where words stand on the map, so that no label covers another. */
"use strict";

(function () {
  const MARGIN = 3;

  function overlap(a, b) {
    const w = Math.min(a.right, b.right) - Math.max(a.left, b.left) + MARGIN;
    const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + MARGIN;
    return w > 0 && h > 0 ? w * h : 0;
  }

  function boxAt(point, offset, size) {
    const left = point.x + offset[0];
    const top = point.y + offset[1];
    return { left, top, right: left + size[0], bottom: top + size[1] };
  }

  function cost(box, taken) {
    return taken.reduce((sum, other) => sum + overlap(box, other), 0);
  }

  function inside(box, size) {
    return box.left >= 2 && box.top >= 2 && box.right <= size.x - 2 && box.bottom <= size.y - 2;
  }

  /** Offsets of a label's top left corner from its point: near places first, then further out. */
  function around(size) {
    const [w, h] = size;
    const offsets = [];
    [9, 22, 38, 56, 76, 98, 122].forEach((far) => {
      offsets.push([far, -h / 2], [-far - w, -h / 2]);
      offsets.push([-w / 2, -far - h], [-w / 2, far]);
      [0.5, 1].forEach((lift) => {
        [-1, 1].forEach((side) => {
          const y = side * far * lift - h / 2;
          offsets.push([far, y], [-far - w, y]);
        });
      });
    });
    return offsets;
  }

  /** The areas that controls lie over: labels keep out of them. */
  function controlBoxes(map) {
    const origin = map.getContainer().getBoundingClientRect();
    const found = map.getContainer().querySelectorAll(".leaflet-control");
    return Array.from(found, (node) => {
      const r = node.getBoundingClientRect();
      return {
        left: r.left - origin.left,
        top: r.top - origin.top,
        right: r.right - origin.left,
        bottom: r.bottom - origin.top,
      };
    });
  }

  /**
   * Make the label keeper of a map. A label is
   * {rank, must, points(): LatLng[], size(): [w, h], offsets?, show(latlng, offset), hide(), dot?}:
   * low rank is placed first; `must` labels are always shown, at the place that covers least.
   */
  Areal.makeLabels = function (map) {
    const groups = new Map();
    let waiting = 0;

    function best(label, size, taken) {
      const view = map.getSize();
      const offsets = label.offsets ? label.offsets(size) : around(size);
      let found = null;
      for (const latlng of label.points()) {
        const point = map.latLngToContainerPoint(latlng);
        const near = point.x > -20 && point.y > -20 && point.x < view.x + 20 && point.y < view.y + 20;
        if (!near) continue;
        for (const offset of offsets) {
          const box = boxAt(point, offset, size);
          const price = cost(box, taken) + (inside(box, view) ? 0 : 400);
          if (price === 0) return { latlng, offset, box, price };
          if (!found || price < found.price) found = { latlng, offset, box, price };
        }
      }
      return label.must ? found : null;
    }

    function dots(labels) {
      return labels
        .filter((label) => label.dot)
        .map((label) => {
          const p = map.latLngToContainerPoint(label.points()[0]);
          return { left: p.x - 5, top: p.y - 5, right: p.x + 5, bottom: p.y + 5 };
        });
    }

    function place() {
      waiting = 0;
      if (!map._loaded) return;
      const labels = Array.from(groups.values()).flat();
      const taken = controlBoxes(map).concat(dots(labels));
      labels.sort((a, b) => a.rank - b.rank);
      labels.forEach((label) => {
        const size = label.size();
        const spot = size && best(label, size, taken);
        if (!spot) {
          label.hide();
          return;
        }
        taken.push(spot.box);
        label.show(spot.latlng, spot.offset);
      });
    }

    function soon() {
      if (!waiting) waiting = requestAnimationFrame(place);
    }

    map.on("zoomend moveend resize", soon);
    if (document.fonts) document.fonts.ready.then(soon);
    return {
      /** Replace the labels of one group. */
      set(group, labels) {
        groups.set(group, labels);
        soon();
      },
      soon,
    };
  };

  /** A word on the map that gives way when there is no room for it. */
  Areal.word = function (map, text, options) {
    const inner = Areal.el("span", `word ${options.className}`, text);
    const icon = L.divIcon({ className: "word-icon", html: inner, iconSize: [0, 0] });
    const marker = L.marker(options.points[0], {
      icon,
      pane: "names",
      interactive: false,
      keyboard: false,
    });
    marker.addTo(options.layer || map);
    const group = options.layer || map;
    return {
      rank: options.rank,
      points: () => options.points,
      offsets: (size) => options.offsets || [[-size[0] / 2, -size[1] / 2]],
      size() {
        const zoom = map.getZoom();
        if (zoom < (options.from || 0) || zoom > (options.to || 30)) return null;
        if (group !== map && !map.hasLayer(group)) return null;
        inner.hidden = false;
        return [inner.offsetWidth, inner.offsetHeight];
      },
      show(latlng, offset) {
        marker.setLatLng(latlng);
        inner.style.transform = `translate(${Math.round(offset[0])}px, ${Math.round(offset[1])}px)`;
        inner.hidden = false;
      },
      hide() {
        inner.hidden = true;
      },
    };
  };
})();
