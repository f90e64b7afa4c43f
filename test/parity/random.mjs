/** The generator of the parity suite: sfc32, seeded by a number and a word, so that every series stands alone. */

const hash = (text) => {
  let h = 2166136261;
  for (const character of text) {
    h = Math.imul(h ^ character.codePointAt(0), 16777619);
  }
  return h >>> 0;
};

/**
 * @param {number} seed
 * @param {number} index - of the series
 */
export function randomOf(seed, index) {
  let [a, b, c, d] = [hash(`tidemark ${seed}`), hash(`series ${index}`), seed >>> 0, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i++) {
    next();
  }
  const random = {
    next,
    chance: (p) => next() < p,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)],
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
  return random;
}
