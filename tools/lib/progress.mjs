/** One line on stderr that tells what is being done and for how long. */

const every = process.stderr.isTTY ? 1000 : 20_000;

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
    const text = `${label}… ${seconds} s${end}`;
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
