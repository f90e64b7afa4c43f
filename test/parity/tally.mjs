/** What a run has compared, counted, so that one can see that no family, model, output or refusal was left out. */
import { arrays } from './compare.mjs';

const sizes = [0, 30, 100, 300, 1000];

export function newTally() {
  const topics = {};
  const count = (topic, word, n = 1) => {
    topics[topic] ??= {};
    topics[topic][word] = (topics[topic][word] ?? 0) + n;
  };
  return {
    /** A series that was drawn. */
    series(family, samples) {
      count('families', family);
      count('samples a series, at least', sizes.findLast((size) => samples >= size));
    },
    /** An answer that every engine gave alike, to a job. */
    answer({ op, models, others, spec }, answer) {
      const asked = models ? 'analyse by read models' : others ? 'analyse beside others' : op;
      count('answers', `${asked} ${answer.ok ? 'answered' : 'refused'}`);
      count('numbers', 'in all', numbersOf(answer));
      if (!answer.ok) {
        count('refusals', answer.code);
      }
      for (const { kind, selection } of answer.analysis?.models ?? []) {
        count('models learnt', `${kind}${spec?.model?.kind === 'auto' ? ' by auto' : ''}${selection ? ', selected' : ''}`);
      }
      for (const code of new Set(noticesOf(answer))) {
        count('notices', code);
      }
    },
    lines: () => Object.entries(topics).map(([topic, words]) => `${topic}: ${Object.entries(words).sort().map(([word, n]) => `${word} ${n}`).join(', ')}`),
  };
}

const noticesOf = ({ analysis, group, forecast, importance }) => ((analysis ?? group ?? forecast ?? importance)?.notices ?? []).map(({ code }) => code);

/** How many numbers an answer holds, those of encoded arrays included. */
function numbersOf(answer) {
  return Object.entries(answer ?? {}).reduce((sum, [name, part]) => {
    if (typeof part === 'string') {
      return sum + (arrays.includes(name) ? Math.floor((part.length * 3) / 32) : 0);
    }
    return sum + (typeof part === 'object' ? numbersOf(part) : Number(typeof part === 'number'));
  }, 0);
}
