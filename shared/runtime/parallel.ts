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
