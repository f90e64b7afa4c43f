/** Says where two answers differ, by bits; every NaN counts as the same. */
import { decode } from '../../cli/engines.mjs';

const ofAnalysis = ['timesMs', 'value', 'expected', 'lower', 'upper', 'intervalLower', 'intervalUpper', 'lower99', 'upper99', 'score', 'reason', 'drift', 'direction', 'anomaly', 'state'];

/** The fields of answers that are encoded arrays. */
export const arrays = [...ofAnalysis, 'outlier', 'values'];

/** @returns {string | undefined} the first difference, undefined if there is none */
export function difference(go, ts) {
  if (go.ok !== ts.ok || go.code !== ts.code) {
    return `outcome: ${outcome(go)} ≠ ${outcome(ts)}`;
  }
  if (!go.ok) {
    return go.code === 'uncoded' ? `both failed without a code: ${go.message} / ${ts.message}` : undefined;
  }
  if (go.analysis !== undefined) {
    return ofAnalyses(go.analysis, ts.analysis);
  }
  if (go.values !== undefined) {
    return ofArrays('values', go.values, ts.values);
  }
  if (go.models !== undefined) {
    return go.models.length === ts.models.length
      ? go.models.map((text, i) => ofTexts(`models[${i}]`, { [`models[${i}]`]: JSON.parse(text) }, { [`models[${i}]`]: JSON.parse(ts.models[i]) })).find(Boolean)
      : `models: ${go.models.length} ≠ ${ts.models.length}`;
  }
  return ofParts(Object.keys(go).find((key) => !['id', 'ok'].includes(key)), go, ts);
}

/** Any other answer: numbers, words and encoded arrays, however deep. */
function ofParts(name, go, ts) {
  const [a, b] = [go[name], ts[name]];
  if (typeof a === 'string' && typeof b === 'string' && a.length % 4 === 0 && a.length > 8) {
    return ofArrays(name, a, b);
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return ofTexts(name, go, ts);
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = ofParts(key, a, b);
    if (found) {
      return `${name}.${found}`;
    }
  }
  return undefined;
}

const outcome = ({ ok, code, message }) => (ok ? 'answers' : `refuses with ${code} (${message})`);

function ofAnalyses(go, ts) {
  for (const name of ofAnalysis) {
    const found = ofArrays(name, go[name], ts[name]);
    if (found) {
      return found;
    }
  }
  for (const name of ['stepMs', 'notices', 'models', 'evaluation']) {
    const found = ofTexts(name, go, ts);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function ofTexts(name, go, ts) {
  const [a, b] = [exact(sorted(go[name])), exact(sorted(ts[name]))];
  return a === b ? undefined : `${name}: ${a} ≠ ${b}`;
}

function ofArrays(name, goText, tsText) {
  if (goText === tsText) {
    return undefined;
  }
  const [go, ts] = [decode(goText), decode(tsText)];
  if (go.length !== ts.length) {
    return `${name}: ${go.length} points ≠ ${ts.length}`;
  }
  const at = go.findIndex((value, i) => !Object.is(value, ts[i]));
  return at < 0 ? undefined : `${name}[${at}]: ${go[at]} ≠ ${ts[at]}`;
}

/** JSON that keeps the sign of −0. */
const exact = (value) => JSON.stringify(value, (_key, item) => (Object.is(item, -0) ? '-0' : item));

/** Objects with their keys in order, since the languages write them in different ones. */
function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
