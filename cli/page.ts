/** The TypeScript engine in a page: `answerJob` takes a job's JSON text and gives its answer's. */
import { answer } from './answer';

Object.assign(globalThis, { answerJob: (text: string) => JSON.stringify(answer(JSON.parse(text))) });
