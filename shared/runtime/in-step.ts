import { PassThrough, Readable } from "node:stream";

/**
 * Reads a source once for several readers, each of which takes all of it. They go in step, a few items apart at most,
 * so nothing piles up between them. When one fails, all stop.
 * @throws what the source or a reader threw
 */
export async function inStep<T>(
  source: AsyncIterable<T>,
  ...readers: ((items: AsyncIterable<T>) => Promise<void>)[]
): Promise<void> {
  const from = Readable.from(source, { highWaterMark: 1 });
  const taps = readers.map(() => new PassThrough({ objectMode: true, highWaterMark: 1 }));
  const stop = (cause: Error): void => {
    for (const stream of [from, ...taps]) stream.destroy(cause);
  };
  from.on("error", stop);
  for (const tap of taps) from.pipe(tap.on("error", stop));
  const readings = readers.map(async (read, index) => {
    await read(taps[index] as AsyncIterable<T>).catch((cause: Error) => {
      stop(cause);
      throw cause;
    });
  });
  const ended = await Promise.allSettled(readings);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}
