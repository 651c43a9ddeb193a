import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { registeredThen, walkOptions } from "../../../functions/attendance/roster/schools.ts";
import { openRoster } from "../../../functions/attendance/roster/shape.ts";
import { type JudgedRow, walk } from "../../../functions/attendance/roster/walk.ts";
import { citizenIdWithCheckDigit } from "../../../shared/values/identifiers.ts";
import { bytes, PERIOD } from "./support.ts";

export const HEADINGS = "身份证号,姓名,学校代码,学号,年级,专业,协议编号,开始日期,结束日期,岗位,工号";
export const ID = "411202200910150030";
/** Somebody born in 2000. */
export const OLDER = citizenIdWithCheckDigit("41120220000101001");
export const ROW = `${ID},张小明,S001,XS1,2,数控技术,XY-1,2026-06-01,2026-08-31,装配,E1`;

/** A firm's roster, and the schools that there are. */
export const knowing = (...schools: string[]) =>
  walkOptions({ period: PERIOD, source: "enterprise", announcedFor: "USCC" }, registeredThen(schools));
export const opened = (content: Uint8Array, filename = "花名册.csv") =>
  openRoster(bytesSource(content), { filename, period: PERIOD });

export async function judged(content: Uint8Array, filename?: string): Promise<JudgedRow[]> {
  return (await Array.fromAsync(walk(await opened(content, filename), knowing("S001")))).flat();
}
export const csv = (...rows: string[]) => bytes(`${[HEADINGS, ...rows].join("\n")}\n`);
export const codes = (rows: JudgedRow[]) => rows.map(({ findings }) => findings.map(({ code }) => code));
