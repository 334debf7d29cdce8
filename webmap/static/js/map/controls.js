/* Legend and layer choice, as folding boxes in the corners of the map. */
"use strict";

(function () {
  Areal.layerChoices = [];

  /** A control with a heading that folds its content away. */
  function folding(title, className, open) {
    const box = Areal.el("details", `box leaflet-control ${className}`);
    box.open = open;
    box.append(Areal.el("summary", null, title));
    const body = Areal.el("div", "box__body");
    box.append(body);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    box.addEventListener("toggle", () => Areal.labels.soon());
    return { box, body };
  }

  function add(map, position, box) {
    const control = L.control({ position });
    control.onAdd = () => box;
    control.addTo(map);
  }

  function sample(id) {
    const node = Areal.svg("svg", { viewBox: "0 0 22 15", "aria-hidden": "true", class: "key" });
    node.append(
      Areal.svg("rect", { x: 1, y: 1, width: 20, height: 13, rx: 2, class: `parcel-shape parcel-shape--${id}` }),
    );
    return node;
  }

  /** The meaning of colours and patterns, in words. `options.items`: [{id, text}]. */
  Areal.legend = function (map, options) {
    const roomy = map.getContainer().clientWidth > 480 && window.innerWidth >= 700;
    const { box, body } = folding(options.title, "legend", roomy);
    const list = Areal.el("ul");
    options.items.forEach((item) => {
      const row = Areal.el("li");
      row.append(sample(item.id), Areal.el("span", null, item.text));
      list.append(row);
    });
    const note = Areal.el("p", "legend__note");
    note.append(Areal.ring({ met: 6, not_mapped: 1, consider: 2, deviates: 1 }));
    note.append(Areal.el("span", null, options.ring));
    body.append(list, note);
    add(map, "bottomleft", box);
  };

  /** Which context layers are drawn. */
  Areal.layerControl = function (map, options) {
    const { box, body } = folding(options.title, "layers", false);
    const list = Areal.el("ul");
    body.append(list);
    function draw() {
      list.replaceChildren();
      Areal.layerChoices.forEach((choice) => {
        const input = Areal.el("input");
        input.type = "checkbox";
        input.checked = map.hasLayer(choice.group);
        input.addEventListener("change", () => {
          if (input.checked) choice.group.addTo(map);
          else map.removeLayer(choice.group);
        });
        const label = Areal.el("label");
        label.append(input, Areal.el("span", null, choice.title));
        const row = Areal.el("li");
        row.append(label);
        list.append(row);
      });
    }
    draw();
    Areal.on("layers", draw);
    add(map, "topright", box);
  };
})();
