/**
 * The name of the template's sheet with a row a day, before the month. In a sheet of that name a row that has its day
 * filled in, and nothing else, was left as it came and is no row of the file.
 */
export const LONG_TEMPLATE = "考勤模板";

export const isLongTemplate = (sheet: string): boolean => sheet.startsWith(LONG_TEMPLATE);
