/** The process that tries mutants: their numbers come in, and whether a vector notices goes out. Twin: isNoticed in main.go. */
import { readdirSync, readFileSync } from 'node:fs';
import { faultCode } from '../../src/engine/fault/fault';
import { bandRunners } from '../../src/engine/vectors/bandRunners';
import { compare, type Claims } from '../../src/engine/vectors/compare';
import { detectRunners } from '../../src/engine/vectors/detectRunners';
import { pipelineRunners } from '../../src/engine/vectors/pipelineRunners';
import { Inputs, type Runner } from '../../src/engine/vectors/runner';
import { wake } from './awake';

type Case = { error?: string } & Claims & Record<string, unknown>;

const runners: Record<string, Runner> = { ...bandRunners, ...detectRunners, ...pipelineRunners };

// those that run through these stages, the quick ones first
const files: Array<{ function: string; cases: Case[] }> = ['band', 'detect', 'pipeline'].flatMap((stage) =>
  readdirSync(`spec/vectors/${stage}`).map((name) => JSON.parse(readFileSync(`spec/vectors/${stage}/${name}`, 'utf8')))
);

function holds(runner: Runner, one: Case): boolean {
  try {
    return compare(runner.run(new Inputs(one)), one).length === 0 && one.error === undefined;
  } catch (error) {
    return one.error !== undefined && faultCode(error) === one.error;
  }
}

process.on('message', (number: number) => {
  wake(number);
  process.send?.(files.some((file) => !file.cases.every((one) => holds(runners[file.function], one))));
});
