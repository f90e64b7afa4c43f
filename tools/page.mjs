/** Bundles the lab's page into .cache/lab-page; run after npm ci: node tools/page.mjs [--watch]. */
import { cpSync, mkdirSync } from 'node:fs';
import esbuild from 'esbuild';

const out = '.cache/lab-page';

/** Grafana's packages read NODE_ENV; their icons are fetched by name when they are shown. */
const options = {
  entryPoints: {
    page: 'lab/page/main.tsx',
    fonts: 'lab/page/fonts.css',
    evaluate: 'lab/page/evaluate.ts',
    'editor.worker': 'node_modules/monaco-editor/esm/vs/editor/editor.worker.js',
  },
  outdir: out,
  bundle: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  minify: !process.argv.includes('--watch'),
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.NODE_DEBUG': 'undefined', global: 'globalThis' },
  loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'file', '.woff2': 'file', '.ttf': 'file', '.mp4': 'file' },
  assetNames: '[name]-[hash]',
  logLevel: 'error',
};

const inter = 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

mkdirSync(`${out}/public/build`, { recursive: true });
cpSync('lab/page/index.html', `${out}/index.html`);
cpSync('node_modules/@grafana/ui/dist/public/img', `${out}/public/build/img`, { recursive: true });
// Icons that Grafana's server has and its npm package lacks.
cpSync('lab/page/icons', `${out}/public/build/img/icons/unicons`, { recursive: true });
// Where GlobalStyles looks for Grafana's two weights; the font is variable and serves both.
for (const weight of ['Regular', 'Medium']) {
  cpSync(inter, `${out}/public/fonts/inter/Inter-${weight}.woff2`);
}
// GlobalStyles names Google's file of Roboto Mono.
const mono = 'L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ';
cpSync(
  'node_modules/@fontsource/roboto-mono/files/roboto-mono-latin-400-normal.woff2',
  `${out}/public/fonts/roboto/${mono}.woff2`
);
if (process.argv.includes('--watch')) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
