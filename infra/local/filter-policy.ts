const OPERATORS = [
  "prefix",
  "suffix",
  "anything-but",
  "numeric",
  "exists",
  "equals-ignore-case",
  "wildcard",
  "cidr",
];

/**
 * What SNS would refuse in a subscription's filter policy; the emulator takes anything.
 * @returns null for a valid policy
 */
export function filterPolicyProblem(policy: unknown, scope: string): string | null {
  if (!isObject(policy)) return "is no object";
  const keys = Object.keys(policy);
  if (keys.length === 0) return "is empty";
  if (keys.length > 5) return `has ${keys.length} keys, SNS takes 5`;
  if (Buffer.byteLength(JSON.stringify(policy)) > 256 * 1024) return "is larger than 256 KB";
  let combinations = 1;
  for (const [key, conditions] of Object.entries(policy)) {
    if (scope === "MessageBody" && isObject(conditions)) {
      const nested = filterPolicyProblem(conditions, scope);
      if (nested) return `${key}: ${nested}`;
      continue;
    }
    if (!Array.isArray(conditions)) return `${key} is no list of conditions`;
    if (conditions.length === 0) return `${key} has no condition`;
    combinations *= conditions.length;
    for (const condition of conditions) {
      const problem = conditionProblem(condition);
      if (problem) return `${key}: ${problem}`;
    }
  }
  return combinations > 150 ? `has ${combinations} combinations, SNS takes 150` : null;
}

function conditionProblem(condition: unknown): string | null {
  if (condition === null || ["string", "boolean"].includes(typeof condition)) return null;
  if (typeof condition === "number")
    return Math.abs(condition) <= 1e9 ? null : "a number beyond a thousand million";
  if (!isObject(condition)) return "a condition is no text, number or operator";
  const names = Object.keys(condition);
  const unknown = names.find((name) => !OPERATORS.includes(name));
  if (unknown) return `${unknown} is no operator`;
  return names.length === 1 ? null : "a condition has more than one operator";
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
