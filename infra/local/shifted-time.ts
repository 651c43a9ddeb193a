/** Lets `Date` of this thread follow the stage's clock; whoever reads the time needs no line of code for it. */
export function shiftTime(shift: Float64Array): void {
  const Machine = Date;
  const machineTime = Date.now;
  const now = (): number => machineTime() + (shift[0] ?? 0);
  const shifted = function (...args: unknown[]): unknown {
    if (!new.target) return new Machine(now()).toString();
    return Reflect.construct(Machine, args.length === 0 ? [now()] : args, new.target);
  };
  Object.setPrototypeOf(shifted, Machine);
  Object.defineProperty(shifted, "prototype", { value: Machine.prototype });
  Object.defineProperty(shifted, "name", { value: "Date" });
  Object.defineProperty(shifted, "length", { value: 7 });
  Object.assign(shifted, { now: () => Math.floor(now()), UTC: Machine.UTC, parse: Machine.parse });
  Machine.prototype.constructor = shifted;
  globalThis.Date = shifted as unknown as DateConstructor;
}
