/** The month in which the city is observed, and the few facts about its days that the city needs. */
export const PERIOD = "2026-06";

/** 端午节. Nobody in the city works on it. */
const HOLIDAY = "2026-06-19";

/** June 2026 has 22 weekdays, less the holiday. */
export const WORKING_DAYS = 21;

export const CALENDAR_DAYS = 30;

/** The month's days in order, `YYYY-MM-DD`. */
export const DAYS: readonly string[] = Array.from(
  { length: CALENDAR_DAYS },
  (_, i) => `${PERIOD}-${String(i + 1).padStart(2, "0")}`,
);

/** 1 = Monday … 7 = Sunday; 1 June 2026 is a Monday. Days outside the month count on from it. */
export function weekday(date: string): number {
  const days = (Date.parse(`${date}T00:00:00Z`) - Date.parse(`${PERIOD}-01T00:00:00Z`)) / 86_400_000;
  return (((days % 7) + 7) % 7) + 1;
}

/** Whether a firm with a week of five (Monday to Friday) or six days (to Saturday) works that day. */
export const isShiftDay = (date: string, week: 5 | 6): boolean => date !== HOLIDAY && weekday(date) <= week;

/** `08:30` plus minutes, round the clock. */
export function clock(time: string, plusMinutes: number): string {
  const minutes = (minutesOf(time) + plusMinutes + 1440) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Minutes since midnight. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** From coming to going; a going before the coming is on the next day. */
export const minutesBetween = (came: string, went: string): number =>
  (minutesOf(went) - minutesOf(came) + 1440) % 1440;
