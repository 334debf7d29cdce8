/* The ring of verdict shares. */
"use strict";

(function () {
  const ORDER = ["deviates", "consider", "not_mapped", "missing", "error", "met"];

  function arc(from, to) {
    const turn = 2 * Math.PI;
    const at = (share) => {
      const angle = turn * share - Math.PI / 2;
      return `${(8 + 6 * Math.cos(angle)).toFixed(3)} ${(8 + 6 * Math.sin(angle)).toFixed(3)}`;
    };
    return `M ${at(from)} A 6 6 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}`;
  }

  /** A ring with one arc per verdict; `shares` maps verdict to count. */
  Areal.ring = function (shares) {
    const total = ORDER.reduce((sum, verdict) => sum + (shares[verdict] || 0), 0);
    const node = Areal.svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: "ring" });
    node.append(Areal.svg("circle", { cx: 8, cy: 8, r: 6, class: "ring__base" }));
    let from = 0;
    ORDER.forEach((verdict) => {
      const share = total ? (shares[verdict] || 0) / total : 0;
      if (!share) return;
      const to = Math.min(from + share, from + 0.9999);
      node.append(Areal.svg("path", { d: arc(from, to), class: `ring__part ring__part--${verdict}` }));
      from += share;
    });
    return node;
  };
})();
