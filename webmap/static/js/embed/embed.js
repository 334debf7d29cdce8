/* The map on your page: a script element with src="https://…/embed.js" data-kommune="3401" async.
   Every data- attribute is an option of /embed. The map stands where the script stands, inside
   <areal-embed>; remove that element and nothing of it is left. No cookies, no storage. */
(function () {
  "use strict";
  var script = document.currentScript;
  var base = new URL(".", script.src);

  function number(value, least) {
    var n = Number(value);
    return n >= least && n <= 20000 ? Math.round(n) : 0;
  }

  function address(root, data) {
    var url = new URL("embed", root);
    Object.keys(data).forEach(function (name) {
      // data-min-daa is min_daa, as the address has it; title is for the frame alone.
      var key = name.replace(/[A-Z]/g, function (letter) { return "_" + letter.toLowerCase(); });
      if (key !== "title" && data[name]) url.searchParams.append(key, data[name]);
    });
    return url;
  }

  class ArealEmbed extends HTMLElement {
    connectedCallback() {
      if (this.frame) return;
      var data = this.dataset;
      this.root = this.root || base;
      var frame = document.createElement("iframe");
      frame.src = address(this.root, data).href;
      frame.title = data.title || (data.lang === "en" ? "Map of business land" : "Kart over næringsarealer");
      frame.loading = "lazy";
      frame.style.cssText = "display:block;width:100%;border:0;height:" + (number(data.height, 320) || 640) + "px";
      this.style.display = "block";
      this.append(frame);
      this.frame = frame;
      window.addEventListener("message", this);
    }

    disconnectedCallback() {
      window.removeEventListener("message", this);
      if (this.frame) this.frame.remove();
      this.frame = null;
    }

    /* The frame says how high it is. It is known by its window; a sandboxed one has no origin. */
    handleEvent(event) {
      var data = event.data;
      if (event.source !== this.frame.contentWindow) return;
      if (event.origin !== this.root.origin && event.origin !== "null") return;
      if (!data || data.areal !== "height") return;
      var height = number(data.height, 100);
      if (height) this.frame.style.height = height + "px";
    }
  }

  if (!customElements.get("areal-embed")) customElements.define("areal-embed", ArealEmbed);
  var element = document.createElement("areal-embed");
  element.root = base;
  Object.assign(element.dataset, script.dataset);
  script.after(element);
})();
