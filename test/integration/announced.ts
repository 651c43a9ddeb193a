import type { Client } from "../city/client.ts";
import { enterprise, people } from "../city/people.ts";

/** A file that has been announced, and waits for its bytes. */
export interface AnnouncedFile {
  id: string;
  sequence: number;
  /** Sends the bytes that were announced. */
  put: () => Promise<void>;
}

export interface FileToAnnounce {
  uscc: string;
  csv: string;
  period?: string;
  filename?: string;
  mode?: "merge" | "replace-month";
  /** The school that sends it; the enterprise does when absent. */
  school?: string;
}

/** Announces a file; when its bytes arrive is up to the test. */
export async function announce(client: Client, file: FileToAnnounce): Promise<AnnouncedFile> {
  const { uscc, csv, period = "2026-06", filename = "六月考勤.csv", mode = "merge", school } = file;
  const bytes = new TextEncoder().encode(csv);
  const persona = school ? schoolOf(school) : enterprise(uscc);
  const body = { kind: "attendance", uscc, period, filename, size: bytes.length, mode };
  type Made = { id: string; sequence: number; put: { url: string; headers: Record<string, string> } };
  const { body: made } = await client.call<Made>(persona, "POST", "/v1/uploads", { body });
  const put = async () => {
    const { url, headers } = made.put;
    const answer = await fetch(url, { method: "PUT", headers, body: bytes });
    if (!answer.ok) throw new Error(`PUT answered ${answer.status}`);
  };
  return { id: made.id, sequence: made.sequence, put };
}

/** Announces a file and sends it. */
export async function sent(client: Client, file: FileToAnnounce): Promise<string> {
  const { id, put } = await announce(client, file);
  await put();
  return id;
}

export const schoolOf = (code: string) => ({ roles: ["school"], org: code, sub: `school-${code}` });

export interface StudentMonth {
  placementId: string;
  uploadId: string;
  sequence: number;
  days: number;
  by: string | null;
  late: boolean;
  disputed: boolean;
  violations: { date: string; code: string; cleared: boolean }[];
  earlier: { uploadId: string; sequence: number; days: number }[];
}

export const attendance = (client: Client, uscc: string, period = "2026-06"): Promise<StudentMonth[]> =>
  client.list<StudentMonth>(people.officer, `/v1/enterprises/${uscc}/attendance?period=${period}`);

export interface UploadDetail {
  id: string;
  status: string;
  code: string | null;
  late: boolean;
  sameAs: number | null;
  withdrawn: boolean;
  rows: { total: number; accepted: number; rejected: number; unchanged: number };
  progress: { percent: number; studentMonths: number; accruedFen: number };
  notices: { code: string; placementId: string; dates: string[]; kept: boolean | null }[];
}

/** As an officer sees it. */
export const uploadDetail = async (client: Client, id: string): Promise<UploadDetail> =>
  (await client.call<UploadDetail>(people.officer, "GET", `/v1/uploads/${id}`)).body;
