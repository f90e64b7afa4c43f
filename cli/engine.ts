/**
 * The TypeScript engine on the command line: JSON jobs on standard input, one a line, one answer a line on standard
 * output. Twin: cli/main.go.
 */
import { createInterface } from 'node:readline';
import { answer } from './answer';

createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
});
