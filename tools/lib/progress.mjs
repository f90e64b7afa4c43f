/** One line on stderr that tells what is being done and for how long. */

const every = process.stderr.isTTY ? 1000 : 20_000;

/**
 * @param {{ name: string, label: string }[]} steps
 * @param {number} i
 * @returns {string} "[2/4] Building the data source (then lab, page)"
 */
export function stepLabel(steps, i) {
  const rest = steps.slice(i + 1).map(({ name }) => name);
  return `[${i + 1}/${steps.length}] ${steps[i].label}${rest.length > 0 ? ` (then ${rest.join(', ')})` : ''}`;
}

/**
 * Shows a line while a step runs: rewritten on a terminal, repeated in a log.
 *
 * @template T
 * @param {string} label - "[2/5] Building the lab"
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
export async function withProgress(label, step) {
  const began = Date.now();
  const show = (end = '') => {
    const seconds = Math.round((Date.now() - began) / 1000);
    const time = `… ${seconds} s${end}`;
    const width = (process.stderr.columns ?? Infinity) - time.length - 1; // a line that wraps cannot be rewritten
    const text = `${label.slice(0, Math.max(width, 0))}${time}`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}${end && '\n'}` : `${text}\n`);
  };
  show();
  const timer = setInterval(show, every);
  try {
    const result = await step();
    clearInterval(timer);
    show(' ✓');
    return result;
  } catch (error) {
    clearInterval(timer);
    show(' ✗');
    throw error;
  }
}
