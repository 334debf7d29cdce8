/* Reads vector tiles (Mapbox vector tile 2.1): as much of the format as our own tiles use. */
"use strict";

(function () {
  /** A reader of protocol buffers over bytes: numbers of any length, fields, and fields in fields. */
  function reader(bytes, from, to) {
    let at = from;

    function varint() {
      let value = 0;
      let factor = 1;
      for (;;) {
        const byte = bytes[at];
        at += 1;
        value += (byte & 127) * factor;
        if (byte < 128) return value;
        factor *= 128;
      }
    }

    /** Call `fn(field, value or [start, end])` for each field. */
    function each(fn) {
      while (at < to) {
        const key = varint();
        const kind = key & 7;
        if (kind === 0) fn(key >> 3, varint());
        else if (kind === 2) {
          const length = varint();
          const start = at;
          at += length;
          fn(key >> 3, [start, start + length]);
        } else if (kind === 5) at += 4;
        else if (kind === 1) at += 8;
        else throw new Error("not a vector tile");
      }
    }

    function numbers() {
      const found = [];
      while (at < to) found.push(varint());
      return found;
    }

    return { each, numbers };
  }

  const signed = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);

  /** Commands become rings of [x, y, x, y …]; a point is a ring of one. */
  function rings(commands) {
    const found = [];
    let [x, y, ring] = [0, 0, null];
    for (let i = 0; i < commands.length; ) {
      const [what, times] = [commands[i] & 7, commands[i] >> 3];
      i += 1;
      if (what === 7) continue;
      for (let n = 0; n < times; n += 1, i += 2) {
        x += signed(commands[i]);
        y += signed(commands[i + 1]);
        if (what === 1) found.push((ring = []));
        ring.push(x, y);
      }
    }
    return found;
  }

  const text = new TextDecoder();

  function layerOf(bytes, [from, to]) {
    const [keys, values, features] = [[], [], []];
    reader(bytes, from, to).each((field, value) => {
      if (field === 2) features.push(value);
      else if (field === 3) keys.push(text.decode(bytes.subarray(...value)));
      else if (field === 4) values.push(valueOf(bytes, value));
    });
    return features.map((span) => featureOf(bytes, span, keys, values));
  }

  function valueOf(bytes, [from, to]) {
    let found = null;
    reader(bytes, from, to).each((field, value) => {
      if (field === 1) found = text.decode(bytes.subarray(...value));
      else if (field === 4 || field === 5) found = value;
      else if (field === 6) found = signed(value);
    });
    return found;
  }

  function featureOf(bytes, [from, to], keys, values) {
    const feature = { point: false, rings: [], properties: {} };
    reader(bytes, from, to).each((field, value) => {
      if (field === 3) feature.point = value === 1;
      else if (field === 2) {
        const tags = reader(bytes, ...value).numbers();
        for (let i = 0; i < tags.length; i += 2) feature.properties[keys[tags[i]]] = values[tags[i + 1]];
      } else if (field === 4) feature.rings = rings(reader(bytes, ...value).numbers());
    });
    return feature;
  }

  /** The features of the one layer of a tile. */
  Areal.readTile = function (buffer) {
    const bytes = new Uint8Array(buffer);
    const features = [];
    reader(bytes, 0, bytes.length).each((field, value) => {
      if (field === 3) features.push(...layerOf(bytes, value));
    });
    return features;
  };
})();
