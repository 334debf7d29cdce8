/* Runs before the page is drawn: tells the styles that scripts are there. */
"use strict";

document.documentElement.classList.remove("no-js");
