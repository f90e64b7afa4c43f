/**
 * What Tidemark adds to create-plugin's lint in .config/: layers, documentation, size, and what the plugin catalogue refuses.
 */
import importPlugin from 'eslint-plugin-import';
import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

// The flow is the layout: a stage may import from stages before it only.
const STAGES = [
  'spec',
  'clean',
  'features',
  'tree',
  'fit',
  'pooled',
  'band',
  'detect',
  'outliers',
  'forecast',
  'explain',
  'evaluate',
];

const stageZones = STAGES.slice(0, -1).map((stage, i) => ({
  target: `./src/engine/${stage}`,
  from: STAGES.slice(i + 1).map((later) => `./src/engine/${later}`),
  message: `${stage} comes before it: query → clean → features → fit → band → detect → frames → draw.`,
}));

// Folders that use the pipeline in the engine's root; all others serve it.
const USES_PIPELINE = ['outliers', 'forecast', 'explain', 'model', 'worker'];

const rootZones = [
  {
    target: './src/engine/!(*.test).ts',
    from: USES_PIPELINE.map((folder) => `./src/engine/${folder}/**`),
    message: 'It uses the pipeline; the pipeline does not use it.',
  },
  {
    target: `./src/engine/!(${[...USES_PIPELINE, 'vectors'].join('|')})/**`,
    from: ['./src/engine/*.ts'],
    message: 'The pipeline uses the stages; they do not use it.',
  },
];

const ABOVE_ENGINE = [
  './src/frames',
  './src/draw',
  './src/editor',
  './src/alerting',
  './src/panel',
  './src/datasource',
  './src/app',
];

const layerZones = [
  { target: './src/engine', from: ABOVE_ENGINE, message: 'The engine knows nothing of Grafana or of what draws.' },
  { target: './src/frames', from: ABOVE_ENGINE.slice(1), message: 'Frames come before drawing.' },
  {
    target: './src/draw',
    from: ABOVE_ENGINE.slice(2),
    message: 'The panel and the query editor use it; it uses neither.',
  },
  {
    target: './src/editor',
    from: ['./src/panel', './src/datasource', './src/app'],
    message: 'Both editors use it; it uses neither.',
  },
  {
    target: './src/panel',
    from: ['./src/datasource', './src/app'],
    message: 'A nested plugin is a bundle of its own.',
  },
  {
    target: './src/datasource',
    from: ['./src/panel', './src/app'],
    message: 'A nested plugin is a bundle of its own.',
  },
];

// src/alerting knows the query's shape, so it may read src/datasource's types and migration; the panel gets them through it.
const alertingZone = {
  target: './src/alerting',
  from: ['./src/panel', './src/app'],
  message: 'The panel uses it; it does not use the panel.',
};

const tests = ['**/*.test.{ts,tsx}', 'src/engine/vectors/**'];

export default defineConfig([
  {
    ignores: [
      '.cache/',
      'dist/',
      'test-results/',
      'playwright-report/',
      'coverage/',
      'node_modules/',
      '.config/',
      'lab/',
      '**/*.d.ts',
    ],
  },
  ...baseConfig,
  {
    files: ['src/**/*.{ts,tsx}', 'cli/**/*.ts', 'test/**/*.ts'],
    plugins: { import: importPlugin },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
      'import/extensions': ['.ts', '.tsx'],
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] }, // else no-cycle sees no import of a TypeScript file
    },
    rules: {
      'import/no-cycle': ['error', { ignoreExternal: true }], // who reads one of them must read all of them
      'no-console': 'error',
      'import/no-restricted-paths': ['error', { zones: [...stageZones, ...rootZones, ...layerZones, alertingZone] }],
      '@typescript-eslint/no-explicit-any': 'error',
      'react/no-danger': 'error', // labels and annotations come from the data: text nodes only
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Literal[value=/api\\u002fds\\u002fquery/]',
          message: 'The catalogue refuses it in a front end: use getDataSourceSrv.',
        },
        {
          selector: 'ImportExpression',
          message: 'A lazy chunk of a nested plugin answers 404 (grafana/plugin-tools#2172).',
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: tests,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true, IIFEs: true }],
    },
  },
  {
    // Props of React components explain themselves; every other export of these folders says shape, unit and errors.
    files: ['src/engine/**/*.ts', 'src/frames/**/*.ts'],
    ignores: tests,
    rules: {
      // eslint-plugin-tsdoc is not used: it takes "0 < p < 1" for HTML and "{1, 2}" for a tag
      'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
      'jsdoc/check-tag-names': 'error',
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration'],
        },
      ],
    },
  },
  {
    files: ['src/engine/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': ['error', { patterns: ['react', 'react/*', '@grafana/*', 'rxjs', 'lodash', 'moment'] }],
    },
  },
]);
