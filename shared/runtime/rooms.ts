/**
 * One object of what several rooms of a store offer. Two rooms that offer the same name would hide each other's work, so
 * this is refused where the store is made, which every test and every start of a function does; where the rooms' types
 * are known it does not even compile.
 * @throws RangeError naming what is offered twice
 */
export function rooms<R extends readonly object[]>(...each: R & Apart<R>): Together<R> {
  const names = each.flatMap((room) => Object.keys(room));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`Two rooms of a store offer ${twice}`);
  return Object.assign({}, ...each) as Together<R>;
}

/** The rooms, each of which must have no name of those after it. */
type Apart<R extends readonly object[]> = R extends readonly [
  infer First,
  ...infer Rest extends readonly object[],
]
  ? readonly [keyof First & NameIn<Rest> extends never ? First : never, ...Apart<Rest>]
  : readonly [];

type NameIn<R extends readonly object[]> = R[number] extends infer Room
  ? Room extends object
    ? keyof Room
    : never
  : never;

type Together<R extends readonly object[]> = R extends readonly [
  infer First,
  ...infer Rest extends readonly object[],
]
  ? First & Together<Rest>
  : unknown;
