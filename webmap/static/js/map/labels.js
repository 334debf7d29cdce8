/* One place decides where words stand on the map, so that no label covers another. */
"use strict";

(function () {
  const MARGIN = 3;
  // Above this many labels one order must do.
  const MANY = 60;
  // More room than this around a name is of no use.
  const ROOM = 64;

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

  /** How far a label stands from its point. */
  function reach(offset, size) {
    const x = Math.max(offset[0], Math.min(0, offset[0] + size[0]));
    const y = Math.max(offset[1], Math.min(0, offset[1] + size[1]));
    return Math.hypot(x, y);
  }

  /** Distance between two boxes. */
  function gap(a, b) {
    const x = Math.max(a.left - b.right, b.left - a.right, 0);
    const y = Math.max(a.top - b.bottom, b.top - a.bottom, 0);
    return Math.hypot(x, y);
  }

  function inside(box, size) {
    return box.left >= 2 && box.top >= 2 && box.right <= size.x - 2 && box.bottom <= size.y - 2;
  }

  /** Offsets of a label's top left corner from its point: near places first, then further out. */
  function around(size) {
    const [w, h] = size;
    const offsets = [];
    [9, 20, 32, 46, 62, 80, 100, 124].forEach((far) => {
      offsets.push([far, -h / 2], [-far - w, -h / 2]);
      [0.5, 0.8].forEach((lift) => {
        [-1, 1].forEach((side) => {
          const y = side * far * lift - h / 2;
          offsets.push([far, y], [-far - w, y]);
        });
      });
      offsets.push([-w / 2, -far - h], [-w / 2, far]);
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
   * {rank, must, early, points(): LatLng[], stands(), ready?(), size(): [w, h], offsets?,
   * show(latlng, offset, size), hide(), dot?}: `stands` tells whether it may be shown at all now; low rank is placed first; `must` labels are always shown, at the place that covers
   * least.
   */
  Areal.makeLabels = function (map) {
    const groups = new Map();
    let sizes = new Map();
    let measuredAs = "";
    let waiting = 0;

    function best(label, size, taken) {
      const view = map.getSize();
      const offsets = label.offsets ? label.offsets(size) : around(size);
      let found = null;
      for (const latlng of label.points()) {
        const point = map.latLngToContainerPoint(latlng);
        const near = point.x > -20 && point.y > -20 && point.x < view.x + 20 && point.y < view.y + 20;
        if (!near || (label.fits && !label.fits(point, size))) continue;
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

    /** Place labels one after the other; the score counts what is covered and how far it went. */
    function attempt(labels, fixed) {
      const taken = fixed.slice();
      let score = 0;
      const spots = labels.map((label) => {
        const size = label.stands() && sizes.get(label);
        const spot = size && best(label, size, taken);
        if (spot) {
          taken.push(spot.box);
          score += spot.price * 10 + reach(spot.offset, size) ** 2;
        }
        return { label, spot };
      });
      return { spots, taken, score };
    }

    /** Put names where there is most room, so that few pills have to give way. */
    function emptiest(labels, fixed) {
      const taken = fixed.slice();
      const spots = labels.map((label) => {
        const size = label.stands() && sizes.get(label);
        const spot = size && roomiest(label, size, taken, fixed);
        if (spot) taken.push(spot.box);
        return { label, spot };
      });
      return { spots, taken };
    }

    function roomiest(label, size, taken, fixed) {
      const points = label.points();
      const middle = map.latLngToContainerPoint(points[0]);
      let found = null;
      points.forEach((latlng) => {
        const point = map.latLngToContainerPoint(latlng);
        if (!label.fits(point, size)) return;
        const offset = [-size[0] / 2, -size[1] / 2];
        const box = boxAt(point, offset, size);
        if (cost(box, taken) || !inside(box, map.getSize())) return;
        const room = Math.min(...fixed.map((other) => gap(box, other)), ROOM);
        const score = room - point.distanceTo(middle) / 3;
        if (!found || score > found.score) found = { latlng, offset, box, score };
      });
      return found;
    }

    /** The labels that must stand are tried in several orders; the tidiest result is kept. */
    function tidiest(labels, fixed) {
      const place = (label) => map.latLngToContainerPoint(label.points()[0]);
      const orders = [
        (a, b) => a.rank - b.rank,
        (a, b) => place(a).y - place(b).y,
        (a, b) => place(b).y - place(a).y,
        (a, b) => place(a).x - place(b).x,
        (a, b) => place(b).x - place(a).x,
      ];
      const tried = labels.length > MANY ? orders.slice(0, 1) : orders;
      return tried
        .map((order) => attempt(labels.slice().sort(order), fixed))
        .reduce((a, b) => (b.score < a.score ? b : a));
    }

    /** What the size of words depends on, besides the words. */
    function look() {
      const classes = map.getContainer().classList;
      const fonts = document.fonts ? document.fonts.status : "";
      return [fonts, classes.contains("is-near"), classes.contains("is-clustered")].join(" ");
    }

    /** Measure what is new: write all, then read all, since each turn lays out the page anew. */
    function measure(labels) {
      const known = measuredAs === look() ? sizes : new Map();
      measuredAs = look();
      const fresh = labels.filter((label) => label.stands() && !known.has(label));
      fresh.forEach((label) => label.ready && label.ready());
      sizes = new Map(labels.filter((label) => known.has(label)).map((label) => [label, known.get(label)]));
      fresh.forEach((label) => sizes.set(label, label.size()));
    }

    function place() {
      waiting = 0;
      if (!map._loaded) return;
      const labels = Array.from(groups.values()).flat();
      measure(labels);
      const fixed = controlBoxes(map).concat(dots(labels));
      const byRank = (kind) => labels.filter(kind).sort((a, b) => a.rank - b.rank);
      // Names of kommuner have one good place; pills can move aside, on their lines.
      const early = emptiest(byRank((label) => label.early), fixed);
      const must = tidiest(byRank((label) => label.must), early.taken);
      const may = attempt(byRank((label) => !label.must && !label.early), must.taken);
      [early, must, may].flatMap(({ spots }) => spots).forEach(({ label, spot }) => {
        if (spot) label.show(spot.latlng, spot.offset, sizes.get(label));
        else label.hide();
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
    const stands = () => {
      const zoom = map.getZoom();
      if (zoom < (options.from || 0) || zoom > (options.to || 30)) return false;
      return group === map || map.hasLayer(group);
    };
    return {
      rank: options.rank,
      early: options.early,
      fits: options.fits,
      points: () => options.points,
      offsets: (size) => options.offsets || [[-size[0] / 2, -size[1] / 2]],
      stands,
      ready() {
        inner.hidden = false;
      },
      size: () => [inner.offsetWidth, inner.offsetHeight],
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
