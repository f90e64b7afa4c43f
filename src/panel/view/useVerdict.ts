/**
 * Asks the engine why a point's expected value is what it is, once the cursor rests.
 */
import { useEffect, useState } from 'react';
import { engine } from '../../engine/client';

/** A cursor on its way crosses many points; only where it rests is the question worth an answer. */
const REST_MS = 60;

/**
 * The verdict sentence of one point.
 *
 * @param jobId - of the job that drew the point; none for frames that came analysed
 * @param timeMs - of the point
 * @returns undefined until the engine has answered, or where it has nothing to say
 */
export function useVerdict(jobId: number | undefined, timeMs: number): string | undefined {
  const [answer, setAnswer] = useState<{ of: string; verdict?: string }>();
  const of = `${jobId} ${timeMs}`;
  useEffect(() => {
    if (jobId === undefined) {
      return;
    }
    let open = true;
    const timer = setTimeout(() => {
      engine
        .explain(jobId, timeMs)
        .then((explanation) => open && setAnswer({ of, verdict: explanation?.verdict }))
        .catch(() => open && setAnswer({ of })); // the numbers above stand without the sentence
    }, REST_MS);
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [jobId, timeMs, of]);
  return answer?.of === of ? answer.verdict : undefined;
}
