/** Bundles the lab's page into .cache/lab-page; run after npm ci: node tools/page.mjs [--watch]. */
import { cpSync, mkdirSync } from 'node:fs';
import esbuild from 'esbuild';

const out = '.cache/lab-page';

/** Grafana's packages read NODE_ENV; their icons are fetched by name when they are shown. */
const options = {
  entryPoints: { page: 'lab/page/main.tsx', fonts: 'lab/page/fonts.css' },
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

mkdirSync(`${out}/public/build`, { recursive: true });
cpSync('lab/page/index.html', `${out}/index.html`);
cpSync('node_modules/@grafana/ui/dist/public/img', `${out}/public/build/img`, { recursive: true });
if (process.argv.includes('--watch')) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
