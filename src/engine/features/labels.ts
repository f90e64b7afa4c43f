/**
 * The labels of a category.
 * Twin: pkg/engine/features/labels.go.
 */

/** The labels that occur, the most frequent first, equally frequent ones in the order of JavaScript's texts. */
export function rankLabels(labels: string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) {
    if (label !== '') {
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  const byText = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return byText.sort(([, a], [, b]) => b - a).map(([label]) => label);
}
