/** Reads one setting of the function's environment; a missing one is a deployment fault and named. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function's environment lacks ${name}`);
  return value;
}
