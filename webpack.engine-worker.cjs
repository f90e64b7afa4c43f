/**
 * Webpack loader: bundles a worker's entry and all it imports into one classic script, and exports that script as a string.
 * A chunk or a `new Worker(new URL(...))` of a nested plugin is asked for under the nested plugin's path but stands in the
 * app's dist, so it answers 404 (grafana/plugin-tools#2172). A string needs no request at all.
 *
 * The source map names the entry as it is written: a reviewer's tool (Grafana's plugin-validator) compares the map's sources
 * with the repository, and would find the bundled string in the entry's place.
 */
const path = require('node:path');
const esbuild = require('esbuild');

/** Options that both webpack and the worker's own test build with. */
function workerBuild(entry, { minify }) {
  return {
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    minify,
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    loader: { '.json': 'json' },
    legalComments: 'none',
    logLevel: 'silent',
  };
}

module.exports = function engineWorkerLoader(source) {
  const done = this.async();
  esbuild
    .build(workerBuild(this.resourcePath, { minify: this.mode === 'production' }))
    .then((result) => {
      for (const input of Object.keys(result.metafile.inputs)) {
        this.addDependency(path.resolve(process.cwd(), input)); // an edit of any engine file rebuilds the string
      }
      const script = JSON.stringify(result.outputFiles[0].text);
      done(null, `export default ${script};`, mapTo(this.resourcePath, source));
    })
    .catch(done);
};

/** A source map of one segment: all of the generated line comes from the source's beginning. */
function mapTo(file, source) {
  return { version: 3, sources: [file], sourcesContent: [source], names: [], mappings: 'AAAA' };
}

module.exports.workerBuild = workerBuild;
