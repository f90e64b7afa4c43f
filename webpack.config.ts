/**
 * What Tidemark adds to create-plugin's build in .config/, which stays untouched:
 * nested logos, the engine's worker as a string, and entries named one by one.
 */
import path from 'node:path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';

// create-plugin finds entries with a glob over the whole checkout, so that a fixture or a copy of a plugin would become one.
const ENTRIES = {
  module: './module.ts',
  'datasource/module': './datasource/module.ts',
  'panel/module': './panel/module.ts',
};

const WORKER_LOADER = path.resolve(process.cwd(), 'webpack.engine-worker.cjs');

const config = async (env: Env): Promise<Configuration> => {
  const base = await baseConfig(env);
  const merged = merge(base, {
    // webpack's cache on disk does not notice an edit of the loader by itself
    cache: { type: 'filesystem', buildDependencies: { worker: [WORKER_LOADER] } },
    module: {
      rules: [
        {
          resourceQuery: /script/,
          type: 'javascript/auto',
          use: WORKER_LOADER,
        },
      ],
    },
    plugins: [
      // create-plugin copies the root plugin's pictures only; without this both nested plugins show a broken icon
      new CopyWebpackPlugin({ patterns: [{ from: '*/img/**/*', to: '.' }] }),
    ],
    performance: { hints: false },
  });
  return { ...merged, entry: ENTRIES };
};

export default config;
