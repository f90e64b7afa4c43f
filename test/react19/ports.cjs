// What React 19's server renderer, which @grafana/ui 13.2 loads, needs and jsdom lacks; the ports keep a test's process alive.
const { MessageChannel, MessagePort } = require('node:worker_threads');

Object.assign(globalThis, { MessageChannel, MessagePort });
