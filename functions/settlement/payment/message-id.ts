import type { Period } from "../../../shared/values/period.ts";

/** What a bank file is called in messages: city, month and count of the file. At most 35 characters. */
export const messageIdFor = (regionCode: string, period: Period, batch: number): string =>
  `RONGHE-${regionCode}-${period.replace("-", "")}-${batch}`;

/** Whose file it was, of which month and the how manieth; `null` when no city of this system made it. */
export function readMessageId(
  messageId: string,
): { regionCode: string; period: Period; batch: number } | null {
  const match = /^RONGHE-(\d{6})-(\d{4})(\d{2})-([1-9]\d{0,2})$/.exec(messageId);
  if (!match) return null;
  const [, regionCode = "", year, month, batch] = match;
  return { regionCode, period: `${year}-${month}`, batch: Number(batch) };
}
