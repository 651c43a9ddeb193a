/** The bench that was asked for; only what runs by `run.ts` says anything. */
const bench = process.argv[2];

/** A measurement, as one line of JSON. */
export const say = (line: Record<string, unknown>): void => console.log(JSON.stringify({ bench, ...line }));

/** How far it is, for whoever waits. */
export const tell = (text: string): void => console.error(text);

export const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** What a part of the bench must keep. */
export interface Criterion {
  criterion: string;
  value: number;
  limit: string;
  ok: boolean;
}

export const atLeast = (criterion: string, value: number, limit: number): Criterion => ({
  criterion,
  value: rounded(value),
  limit: `>= ${limit}`,
  ok: value >= limit,
});

export const atMost = (criterion: string, value: number, limit: number): Criterion => ({
  criterion,
  value: rounded(value),
  limit: `<= ${limit}`,
  ok: value <= limit,
});
