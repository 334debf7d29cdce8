/* The small shared ground of every script: one namespace, events, elements, numbers, fetching. */
"use strict";

window.Areal = (function () {
  const listeners = new Map();

  /** Call `fn` whenever `name` is emitted. */
  function on(name, fn) {
    if (!listeners.has(name)) listeners.set(name, []);
    listeners.get(name).push(fn);
  }

  /** Tell everyone listening to `name`. */
  function emit(name, data) {
    (listeners.get(name) || []).forEach((fn) => fn(data));
  }

  /** Marks that turn the direction of the text after them: a name must not, see areal/plain.py. */
  const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

  /** Make an element. Data only ever enters as text: no name can become markup. */
  function el(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = String(text).replace(TURNS, "");
    return node;
  }

  /** Make an SVG element with attributes. */
  function svg(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes || {}).forEach(([key, value]) => node.setAttribute(key, value));
    return node;
  }

  /** Fetch JSON; resolves to null when the request was superseded, throws on a failure. */
  async function json(url, signal) {
    try {
      const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return await response.json();
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw error;
    }
  }

  /** Return a function that fetches JSON and drops the answer of every earlier call. */
  function latest() {
    let controller = null;
    return function (url) {
      if (controller) controller.abort();
      controller = new AbortController();
      return json(url, controller.signal);
    };
  }

  /** Join an address and a query string. */
  function withQuery(url, query) {
    return query ? `${url}?${query}` : url;
  }

  /** True when the visitor asks for less motion. */
  function calm() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** An area in words: dekar in Norwegian, hectares in English; one decimal below a hundred. */
  function area(squareMetres) {
    const english = document.documentElement.lang === "en";
    const value = squareMetres / (english ? 10000 : 1000);
    const digits = value < 100 ? 1 : 0;
    const format = new Intl.NumberFormat(english ? "en-GB" : "nb-NO", { maximumFractionDigits: digits });
    return `${format.format(value)}\u00a0${english ? "ha" : "daa"}`;
  }

  return { on, emit, el, svg, json, latest, withQuery, calm, area };
})();
