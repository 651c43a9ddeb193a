import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import type { Caller } from "../../shared/runtime/context.ts";
import { answer, httpApi, seeOther } from "../../shared/runtime/http.ts";
import { ulid } from "../../shared/runtime/ids.ts";
import { presignGet, presignPut } from "../../shared/runtime/presign.ts";
import { putObject } from "../../shared/runtime/put-object.ts";
import { sha256 } from "../../shared/values/canonical.ts";
import { maskNumbers } from "../../shared/values/mask.ts";
import { shanghaiDate, shanghaiTime } from "../../shared/values/period.ts";
import { notFound, Problem } from "../../shared/values/problem.ts";
import { placementQueries } from "../placement/queries.ts";
import { assertKnown, assertMayAnnounce, assertMaySee } from "./access.ts";
import { announced, assertPlausiblePeriod, assertPlausibleSize, viewOf } from "./announce.ts";
import { type ColumnMaps, mapsFrom } from "./column-map.ts";
import type { Filing } from "./filing.ts";
import { studentMonths } from "./months.ts";
import { lookAgain, rereadUnrecognised } from "./rereading.ts";
import { routes } from "./routes.ts";
import { explained } from "./rules/index.ts";
import { attendanceStore } from "./store.ts";
import { templateFor } from "./template/template.ts";
import { isReported, originalKey, reportedBy, reportKey, stands, type Upload } from "./upload.ts";

const store = attendanceStore();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  announceUpload: async ({ body, caller }) => {
    assertPlausibleSize(body.size);
    assertPlausiblePeriod(body.kind, body.period, shanghaiDate(now()));
    const source = await assertMayAnnounce(caller, body.uscc, body.kind);
    const announcedFor = source === "school" ? (caller.org ?? "") : body.uscc;
    const form = {
      ...body,
      filename: maskNumbers(body.filename),
      source,
      announcedBy: caller.sub,
      announcedFor,
    };
    const upload = await announced(form, store, now());
    await store.announce(upload, now());
    const { id, sequence, size } = upload;
    const { expiresAt, ...put } = await presignPut(setting("ORIGINALS_BUCKET"), originalKey(id), size);
    return answer(201, { id, sequence, put, expiresAt: shanghaiTime(expiresAt) });
  },

  getUpload: async ({ params, caller }) => {
    const upload = await visible(params.id, caller);
    const shares = await store.shares(upload.uscc, upload.period, upload.sequence);
    return answer(200, viewOf(upload, shares, await store.notices(upload)));
  },

  getOriginal: async ({ params, caller }) => {
    const upload = await visible(params.id, caller);
    if (upload.status === "awaiting") throw notArrived();
    await store.originalGiven(upload, now());
    const extension = /\.[a-z]{1,5}$/i.exec(upload.filename)?.[0] ?? "";
    const name = `${upload.id}-original${extension}`;
    return seeOther(await presignGet(setting("ORIGINALS_BUCKET"), originalKey(upload.id), name));
  },

  getReport: async ({ params, query, caller }) => {
    const upload = await visible(params.id, caller);
    const format = query.format ?? "xlsx";
    const speaker = (await store.upload(reportedBy(upload))) ?? upload;
    if (!isReported(speaker)) throw stillReading();
    const key = reportKey(speaker, format);
    return seeOther(await presignGet(setting("REPORTS_BUCKET"), key, `${upload.id}-report.${format}`));
  },

  withdrawUpload: async ({ params, caller }) => {
    const upload = await visible(params.id, caller);
    if (upload.kind === "roster") throw rosterStays();
    if (!stands(upload)) throw nothingToWithdraw();
    const next: Upload = { ...upload, withdrawnAt: now().toISOString(), version: upload.version + 1 };
    await store.withdraw(next, now()).catch(changedMeanwhile);
    await lookAgain(next.id);
    return answer(200, viewOf(next, await store.shares(next.uscc, next.period, next.sequence)));
  },

  listUploads: async ({ params, query }) => {
    const { limit = 100, cursor: from } = query;
    const { items, cursor } = await store.uploadsPage(params.uscc, query.period, { limit, cursor: from });
    const views = items.map(async (upload) =>
      viewOf(upload, await store.shares(upload.uscc, upload.period, upload.sequence)),
    );
    return answer(200, { items: await Promise.all(views), cursor });
  },

  listAttendance: async ({ params, query }) => {
    const { limit = 100, cursor } = query;
    return answer(
      200,
      await studentMonths(store, { uscc: params.uscc, period: query.period, limit, cursor }),
    );
  },

  listRules: async () => answer(200, { items: explained }),

  getColumnMaps: async ({ params }) => answer(200, await store.columnMaps(params.uscc)),

  putColumnMaps: async ({ params, body, caller }) => {
    const maps = mapsFrom(body.maps);
    await assertKnown(params.uscc);
    const { version } = await store.columnMaps(params.uscc);
    const at = now();
    const next: ColumnMaps = {
      uscc: params.uscc,
      maps,
      savedBy: caller.sub,
      savedAt: at.toISOString(),
      version: version + 1,
    };
    await store.saveColumnMaps(next, at).catch(changedMeanwhile);
    await rereadUnrecognised(params.uscc, store);
    return answer(200, next);
  },

  getTemplate: async ({ params, query }) => {
    const { period, form = "matrix" } = query;
    assertPlausiblePeriod("template", period, shanghaiDate(now()));
    await assertKnown(params.uscc);
    const lines = await placementQueries().roster(params.uscc, period);
    const workbook = Buffer.concat(await Array.fromAsync(templateFor(lines, period, form)));
    // the same template has the same key, which tells nothing of whose it is
    const key = `templates/${sha256(workbook)}.xlsx`;
    await putObject(setting("REPORTS_BUCKET"), key, workbook, XLSX);
    return seeOther(await presignGet(setting("REPORTS_BUCKET"), key, `template-${period}-${form}.xlsx`));
  },

  recordFiling: async ({ params, body, caller }) => {
    if (body.to < body.from) throw datesReversed();
    await assertKnown(params.uscc);
    const at = now();
    const recorded = { recordedBy: caller.sub, recordedAt: at.toISOString() };
    const filing: Filing = { id: ulid(at), uscc: params.uscc, ...body, ...recorded };
    await store.recordFiling(filing, at);
    return answer(201, filing);
  },

  listFilings: async ({ params, query }) =>
    answer(200, await store.filingsPage(params.uscc, { limit: query.limit ?? 100, cursor: query.cursor })),
});

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async function visible(id: string, caller: Caller): Promise<Upload> {
  const upload = await store.upload(id);
  if (!upload) throw notFound("没有此上传", "There is no such upload");
  assertMaySee(caller, upload);
  return upload;
}

const datesReversed = () =>
  new Problem({
    status: 422,
    code: "dates-reversed",
    zh: "结束日期早于开始日期",
    en: "The last day is before the first",
    pointer: "/to",
  });

const notArrived = () =>
  new Problem({
    status: 409,
    code: "original-not-arrived",
    zh: "文件尚未上传",
    en: "The file has not arrived yet",
  });

const stillReading = () =>
  new Problem({
    status: 409,
    code: "report-not-ready",
    zh: "文件尚在处理，报告稍后可下载",
    en: "The file is still being read; its report comes when that has ended",
  });

const rosterStays = () =>
  new Problem({
    status: 409,
    code: "roster-stays",
    zh: "花名册已登记为安置，不能撤回；请逐个终止有误的安置",
    en: "The roster has become placements and can't be withdrawn; end the placements that are wrong",
  });

const nothingToWithdraw = () =>
  new Problem({
    status: 409,
    code: "nothing-to-withdraw",
    zh: "该上传未被接受或已撤回",
    en: "The upload was not accepted, or is withdrawn already",
  });
