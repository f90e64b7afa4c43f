// What a browser has and jsdom lacks.
const { TextDecoder, TextEncoder } = require('node:util');

class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, { TextDecoder, TextEncoder, ResizeObserver, structuredClone: globalThis.structuredClone });
