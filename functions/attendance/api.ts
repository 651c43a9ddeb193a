import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import type { Caller } from "../../shared/runtime/context.ts";
import { answer, httpApi, seeOther } from "../../shared/runtime/http.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { presignGet, presignPut } from "../../shared/runtime/presign.ts";
import { maskNumbers } from "../../shared/values/mask.ts";
import { shanghaiDate, shanghaiTime } from "../../shared/values/period.ts";
import { notFound, Problem } from "../../shared/values/problem.ts";
import { assertMayAnnounce, assertMaySee } from "./access.ts";
import { announced, assertPlausiblePeriod, assertPlausibleSize, viewOf } from "./announce.ts";
import { studentMonths } from "./months.ts";
import { routes } from "./routes.ts";
import { explained } from "./rules/index.ts";
import { attendanceStore } from "./store.ts";
import { isFinal, originalKey, reportedBy, reportKey, stands, type Upload } from "./upload.ts";

const store = attendanceStore();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  announceUpload: async ({ body, caller }) => {
    assertPlausibleSize(body.size);
    assertPlausiblePeriod(body.period, shanghaiDate(now()));
    const source = await assertMayAnnounce(caller, body.uscc);
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
    return answer(200, viewOf(upload, await store.shares(upload.uscc, upload.period, upload.sequence)));
  },

  getReport: async ({ params, query, caller }) => {
    const upload = await visible(params.id, caller);
    if (!isFinal(upload)) throw stillReading();
    const format = query.format ?? "xlsx";
    const key = reportKey(reportedBy(upload), format);
    return seeOther(await presignGet(setting("REPORTS_BUCKET"), key, `${upload.id}-report.${format}`));
  },

  withdrawUpload: async ({ params, caller }) => {
    const upload = await visible(params.id, caller);
    if (!stands(upload)) throw nothingToWithdraw();
    const next: Upload = { ...upload, withdrawnAt: now().toISOString(), version: upload.version + 1 };
    await store.withdraw(next, now()).catch(changedMeanwhile);
    return answer(200, viewOf(next, await store.shares(next.uscc, next.period, next.sequence)));
  },

  listUploads: async ({ params, query }) => {
    const { items, cursor } = pageOf(await store.uploads(params.uscc, query.period), query);
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
});

async function visible(id: string, caller: Caller): Promise<Upload> {
  const upload = await store.upload(id);
  if (!upload) throw notFound("没有此上传", "There is no such upload");
  assertMaySee(caller, upload);
  return upload;
}

const stillReading = () =>
  new Problem({
    status: 409,
    code: "report-not-ready",
    zh: "文件尚在处理，报告稍后可下载",
    en: "The file is still being read; its report comes when that has ended",
  });

const nothingToWithdraw = () =>
  new Problem({
    status: 409,
    code: "nothing-to-withdraw",
    zh: "该上传未被接受或已撤回",
    en: "The upload was not accepted, or is withdrawn already",
  });
