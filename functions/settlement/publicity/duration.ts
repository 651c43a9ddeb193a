import { publicityEnd } from "../../../shared/values/calendar.ts";
import type { LocalDate } from "../../../shared/values/period.ts";

/** What a policy says of publicity: working days, and whether the day of publication is the first of them. */
export interface PublicityRule {
  publicityDays: number;
  countFirstDay: boolean;
}

/**
 * The last day of a month's publicity: schemes are published together, so the longest counts.
 * @returns the day of publication itself when no scheme asks for any
 * @throws UnknownYear when it runs into a year whose holiday notice is not loaded
 */
export const lastPublicDay = (published: LocalDate, rules: readonly PublicityRule[]): LocalDate =>
  rules
    .map(({ publicityDays, countFirstDay }) => publicityEnd(published, publicityDays, countFirstDay))
    .reduce((latest, end) => (end > latest ? end : latest), published);
