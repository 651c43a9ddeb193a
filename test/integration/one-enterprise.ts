import { isWorkingDay } from "../../shared/values/calendar.ts";
import {
  citizenIdWithCheckDigit,
  organisationCheck,
  usccWithCheckDigit,
} from "../../shared/values/identifiers.ts";
import { daysOf } from "../../shared/values/period.ts";
import type { Client, Persona } from "../city/client.ts";
import { upload } from "../city/month.ts";
import { enterprise, people } from "../city/people.ts";

/** A valid code of an enterprise that nobody has; the number makes it another one. */
export function usccOf(number: number): string {
  const organisation = `MA9X${String(number).padStart(4, "0")}`;
  return usccWithCheckDigit(`91411200${organisation}${organisationCheck(organisation)}`);
}

/** A valid identity number of somebody who was 17 in June 2026. */
export const idNumberOf = (number: number): string =>
  citizenIdWithCheckDigit(`41120220090101${String(number).padStart(3, "0")}`);

export const registration = (uscc: string) => ({
  uscc,
  name: `测试企业${uscc.slice(12, 16)}`,
  districtCode: "411202",
  industryCode: "3216",
  aboveScale: true,
  staff: 200,
  contact: { name: "王小二", phone: "19900000001" },
  account: {
    bankName: "崤函银行",
    bankCode: "313505000001",
    accountName: `测试企业${uscc.slice(12, 16)}`,
    accountNo: "6200000000000000001",
  },
});

export const internship = (uscc: string, number: number, more: Record<string, unknown> = {}) => ({
  scheme: "internship",
  uscc,
  schoolCode: "S001",
  agreementNo: `XY-${uscc.slice(8, 16)}-${number}`,
  start: "2026-06-01",
  end: "2026-08-31",
  post: "装配",
  employeeNo: `E${number}`,
  student: { idNumber: idNumberOf(number), name: `学生${number}`, grade: 2 },
  ...more,
});

/** An enterprise that is registered and certified for all of 2026. */
export async function certifiedEnterprise(client: Client, number: number): Promise<string> {
  const uscc = usccOf(number);
  await client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
  const application = { kind: "internship-compliant", evidence: ["评估报告.pdf"] };
  const path = `/v1/enterprises/${uscc}/certifications`;
  const { body } = await client.call<{ id: string }>(enterprise(uscc), "POST", path, { body: application });
  const decision = {
    decision: "approve",
    validFrom: "2026-01-01",
    validTo: "2026-12-31",
    documentNo: "测〔2026〕1号",
  };
  await client.call(people.officer, "POST", `/v1/certifications/${body.id}/decision`, { body: decision });
  return uscc;
}

export async function placed(client: Client, uscc: string, number: number): Promise<string> {
  const body = internship(uscc, number);
  return (await client.call<{ placementId: string }>(enterprise(uscc), "POST", "/v1/placements", { body }))
    .body.placementId;
}

/** A CSV that says each student was there on the first so many working days of June. */
export function attendanceCsv(days: Record<string, number>): string {
  const workdays = daysOf("2026-06").filter(isWorkingDay);
  const rows = Object.entries(days).flatMap(([employeeNo, count]) =>
    workdays.slice(0, count).map((date) => `${employeeNo},${date},8,出勤`),
  );
  return `工号,日期,工时,状态\n${rows.join("\n")}\n`;
}

export async function send(
  client: Client,
  uscc: string,
  csv: string | Uint8Array,
  more: { filename?: string; mode?: "merge" | "replace-month" } = {},
): Promise<string> {
  const bytes = typeof csv === "string" ? new TextEncoder().encode(csv) : csv;
  const file = { uscc, period: "2026-06", filename: "六月考勤.csv", mode: "merge" as const, bytes, ...more };
  return upload(client, file, crypto.randomUUID());
}

/** Announces a file and puts its bytes where they belong. @returns the upload's id */
export async function sendFile(
  client: Client,
  by: Persona,
  about: { kind: "attendance" | "roster"; uscc: string; period: string; filename: string },
  content: string | Uint8Array,
): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const body = { ...about, size: bytes.length };
  type Announced = { id: string; put: { url: string; headers: Record<string, string> } };
  const { body: announced } = await client.call<Announced>(by, "POST", "/v1/uploads", { body });
  const { url, headers } = announced.put;
  const put = await fetch(url, { method: "PUT", headers, body: bytes as Uint8Array<ArrayBuffer> });
  if (!put.ok) throw new Error(`PUT answered ${put.status}: ${await put.text()}`);
  return announced.id;
}

export interface UploadView {
  kind: string;
  status: string;
  code: string | null;
  headings: string[];
  sequence: number;
  rows: { total: number; accepted: number; rejected: number; unchanged: number };
  progress: { percent: number; studentMonths: number; accruedFen: number };
}

export const uploadView = async (client: Client, uscc: string, id: string): Promise<UploadView> =>
  (await client.call<UploadView>(enterprise(uscc), "GET", `/v1/uploads/${id}`)).body;

export interface Accrual {
  placementId: string;
  scheme: string;
  earnedPeriod: string;
  bookedPeriod: string | null;
  days: number;
  amountFen: number;
  policyVersion: string;
  reasons: { code: string }[];
}

export const accruals = (client: Client, uscc: string, period = "2026-06"): Promise<Accrual[]> =>
  client.list<Accrual>(enterprise(uscc), `/v1/enterprises/${uscc}/accruals?period=${period}`);

export const owedFen = async (client: Client, uscc: string): Promise<number> =>
  (await accruals(client, uscc)).reduce((sum, { amountFen }) => sum + amountFen, 0);
