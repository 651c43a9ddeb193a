export function chunk<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}

/** Runs at most `width` at a time and keeps the order of the answers. */
export async function inParallel<T, R>(
  list: readonly T[],
  work: (item: T) => Promise<R>,
  width = 8,
): Promise<R[]> {
  const answers: R[] = new Array(list.length);
  let next = 0;
  const runners = Array.from({ length: Math.min(width, list.length) }, async () => {
    for (let at = next++; at < list.length; at = next++) answers[at] = await work(list[at] as T);
  });
  await Promise.all(runners);
  return answers;
}

/** The same for answers that are taken one by one: at most `width` are under way or wait to be taken. */
export async function* ahead<T, R>(
  list: Iterable<T>,
  work: (item: T) => Promise<R>,
  width = 4,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  for (const item of list) {
    const answer = work(item);
    // whoever stops taking answers doesn't hear of the failures behind them
    answer.catch(() => undefined);
    begun.push(answer);
    if (begun.length >= width) yield (await begun.shift()) as R;
  }
  for (const answer of begun) yield await answer;
}
