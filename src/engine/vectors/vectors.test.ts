/** @jest-environment node */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cleanRunners } from './cleanRunners';
import { featuresRunners } from './featuresRunners';
import { treeRunners } from './treeRunners';
import { bandRunners } from './bandRunners';
import { adaptRunners } from './adaptRunners';
import { detectRunners } from './detectRunners';
import { evaluateRunners } from './evaluateRunners';
import { explainRunners } from './explainRunners';
import { pooledRunners } from './pooledRunners';
import { forecastRunners } from './forecastRunners';
import { modelRunners } from './modelRunners';
import { outliersRunners } from './outliersRunners';
import { pipelineRunners } from './pipelineRunners';
import { faultCode } from '../fault/fault';
import { compare, type Claims } from './compare';
import { fitRunners } from './fitRunners';
import { toJson } from './flatten';
import { neuralRunners } from './neuralRunners';
import { numRunners } from './numRunners';
import { Inputs, type Result, type Runner } from './runner';
import { specRunners } from './specRunners';
import { zoneRunners } from './zoneRunners';

const runners: Record<string, Runner> = {
  ...numRunners,
  ...fitRunners,
  ...neuralRunners,
  ...specRunners,
  ...zoneRunners,
  ...cleanRunners,
  ...featuresRunners,
  ...treeRunners,
  ...bandRunners,
  ...adaptRunners,
  ...detectRunners,
  ...outliersRunners,
  ...pooledRunners,
  ...forecastRunners,
  ...evaluateRunners,
  ...explainRunners,
  ...modelRunners,
  ...pipelineRunners,
};

interface Entry {
  ts: string;
  go: string;
  vectors: string[];
}
type Case = { name: string; error?: string } & Partial<Claims> & Record<string, unknown>;
interface VectorFile {
  function: string;
  source: string;
  oracle: string;
  count: number;
  cases: Case[];
}

const functions: Record<string, Entry> = JSON.parse(readFileSync('spec/functions.json', 'utf8'));
const paths = readdirSync('spec/vectors', { recursive: true })
  .map((path) => `spec/vectors/${String(path).replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.json'))
  .sort();

describe('the registry spec/functions.json', () => {
  test('has a runner for each function, and a function for each runner', () =>
    expect(Object.keys(runners).sort()).toEqual(Object.keys(functions).sort()));

  test('has each vector file once', () =>
    expect(
      Object.values(functions)
        .flatMap((entry) => entry.vectors)
        .sort()
    ).toEqual(paths));

  test.each(Object.entries(functions))('%s: both twins and the vectors exist', (_name, { ts, go, vectors }) => {
    expect(vectors.length).toBeGreaterThan(0);
    expect([ts, go, ...vectors].filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe.each(paths)('%s', (path) => {
  const file: VectorFile = JSON.parse(readFileSync(path, 'utf8'));
  const runner = runners[file.function];

  test('says what it is', () => {
    expect(Object.keys(file).sort()).toEqual(['cases', 'count', 'function', 'oracle', 'source']);
    expect(functions[file.function]?.vectors).toContain(path);
    expect(file.cases).toHaveLength(file.count);
    expect(file.count).toBeGreaterThan(0);
    expect(new Set(file.cases.map(({ name }) => name)).size).toBe(file.count);
  });

  test.each(file.cases.map((one): [string, Case] => [one.name, one]))('%s', (_name, one) => {
    expect(strayKeys(one, runner)).toEqual([]);
    const run = () => runner.run(new Inputs(one));
    if (one.error !== undefined) {
      return expect(codeOf(run)).toBe(one.error);
    }
    const got = run();
    const wrong = compare(got, one as Case & Claims);
    return expect(wrong.length === 0 ? '' : `${wrong.slice(0, 5).join('\n')}\ngot ${toJson(got)}`).toBe('');
  });
});

/** Keys of a case that are missing, or that neither the format nor the runner knows. */
function strayKeys(one: Case, { inputs }: Runner): string[] {
  const claims = one.error === undefined ? ['want', 'tol', ...('pin' in one ? ['pin'] : [])] : ['error'];
  const required = ['name', ...claims, ...inputs.filter((key) => !key.endsWith('?'))];
  const known = new Set([...required, ...inputs.map((key) => key.replace('?', ''))]);
  return [...required.filter((key) => !(key in one)), ...Object.keys(one).filter((key) => !known.has(key))];
}

function codeOf(run: () => Result): string {
  try {
    return `no error, but ${toJson(run())}`;
  } catch (error) {
    return faultCode(error);
  }
}
