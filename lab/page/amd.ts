/**
 * A small AMD loader: Grafana's plugin modules are AMD and take React, @grafana/* and
 * others from Grafana. They are the built files of dist/, unchanged.
 */
import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import * as lodash from 'lodash';
import moment from 'moment';
import * as react from 'react';
import * as jsxDevRuntime from 'react/jsx-dev-runtime';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';

/** Grafana puts its own view here when it starts and exports no way to do so; what is left without it is an unfinished sentence. */
const PanelDataErrorView: typeof grafanaRuntime.PanelDataErrorView = ({ data, message }) =>
  react.createElement(
    'p',
    { role: 'status' },
    message ?? (data.errors?.length ? 'No data: the query failed.' : 'No data: nothing in this range.')
  );

const externals: Record<string, unknown> = {
  '@emotion/css': emotionCss,
  '@emotion/react': emotionReact,
  '@grafana/data': grafanaData,
  '@grafana/runtime': { ...grafanaRuntime, PanelDataErrorView },
  '@grafana/ui': grafanaUi,
  lodash,
  moment,
  react,
  'react/jsx-dev-runtime': jsxDevRuntime,
  'react/jsx-runtime': jsxRuntime,
  'react-dom': reactDom,
  rxjs,
  'rxjs/operators': rxjsOperators,
};

type Factory = (...modules: unknown[]) => unknown;
type Define = { (...args: unknown[]): void; amd: object };

declare global {
  interface Window {
    define?: Define;
  }
}

let waiting: { deps: string[]; factory: Factory } | undefined;

/** Takes what a module file hands over while it runs: define([name,] deps, factory). */
const define: Define = Object.assign(
  (...args: unknown[]) => {
    const [deps, factory] = args.slice(-2);
    waiting = { deps: deps as string[], factory: factory as Factory };
  },
  { amd: {} }
);

let queue: Promise<unknown> = Promise.resolve();

/**
 * Loads one AMD module by its URL. Loads are queued, since a script says only to `define`
 * what it is.
 *
 * @throws Error if the file is not there, is no AMD module, or asks for a module the lab lacks
 */
export function loadModule<T>(url: string): Promise<T> {
  const next = queue.then(() => runScript(url));
  queue = next.catch(() => undefined);
  return next as Promise<T>;
}

async function runScript(url: string): Promise<unknown> {
  window.define = define;
  waiting = undefined;
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url}: not found; run npm run build`));
    document.head.append(script);
  });
  const module = waiting as { deps: string[]; factory: Factory } | undefined;
  if (!module) {
    throw new Error(`${url}: it is no AMD module`);
  }
  return module.factory(...module.deps.map((name) => resolve(name, url)));
}

function resolve(name: string, url: string): unknown {
  if (name === 'module') {
    return { uri: url };
  }
  if (!(name in externals)) {
    throw new Error(`${url}: it needs ${name}, which the lab does not give; add it to lab/page/amd.ts`);
  }
  return externals[name];
}
