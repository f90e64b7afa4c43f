// Dates in tests mean one thing on every machine.
process.env.TZ = 'UTC';

const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');
const base = require('./.config/jest.config');

const [swcRule] = Object.values(base.transform);

module.exports = {
  ...base,
  moduleNameMapper: {
    ...base.moduleNameMapper,
    // webpack makes a string of the worker (webpack.engine-worker.cjs); jsdom has no Worker to start it in
    '(.*)\\?script$': '$1',
  },
  // the mains of d3-color and d3-interpolate are .mjs, which create-plugin's `.(t|j)sx?` leaves alone
  transform: { '^.+\\.m?[tj]sx?$': swcRule },
  transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, '@react-hookz', '@ver0'])],
  setupFiles: ['<rootDir>/jest.polyfill.js'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/lab/'],
  testTimeout: 60000, // a first render of @grafana/ui takes seconds on a busy machine
};
