/* The page of a site: copy its address, and play a film once somebody asks for it. */
"use strict";

(function () {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const told = document.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        told.textContent = button.dataset.done;
      } catch {
        // Not allowed here (no https, or refused): choose the text, so that the keys can copy it.
        const range = document.createRange();
        range.selectNodeContents(document.getElementById("adresse"));
        const selection = window.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        told.textContent = button.dataset.failed;
      }
    });
  });

  function film(door) {
    const video = document.createElement("video");
    video.controls = true;
    video.autoplay = true;
    video.src = door.href;
    video.setAttribute("aria-label", door.dataset.title);
    return video;
  }

  function frame(door) {
    const player = document.createElement("iframe");
    player.title = door.dataset.title;
    player.allow = "fullscreen; autoplay";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    player.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation");
    player.src = door.href;
    return player;
  }

  // Until the click nothing is fetched; without scripts the link opens the film where it is.
  document.querySelectorAll("[data-play]").forEach((door) => {
    door.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const player = door.dataset.play === "film" ? film(door) : frame(door);
      player.className = "medium__player";
      player.tabIndex = 0;
      // A page of another host takes no keys if it comes after the focus: it is given once more,
      // unless the visitor has gone on to something else.
      player.addEventListener("load", () => {
        if (document.activeElement !== player) return;
        player.blur();
        player.focus();
      }, { once: true });
      door.replaceWith(player);
      player.focus();
    });
  });
})();
