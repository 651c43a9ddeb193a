import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile, taken } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { ulid } from "../../shared/runtime/ids.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { ConditionFailed } from "../../shared/runtime/table.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { notFound, Problem } from "../../shared/values/problem.ts";
import { applied, decide } from "./certification.ts";
import { enterpriseFrom, enterpriseView, sealAccount } from "./registration.ts";
import { routes } from "./routes.ts";
import { registryStore } from "./store.ts";

const store = registryStore();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  registerEnterprise: async ({ body }) => {
    const enterprise = enterpriseFrom(body, await openVault(), now());
    await store
      .addEnterprise(enterprise, now())
      .catch(taken("enterprise-exists", "企业已登记", "The enterprise is already registered", "/uscc"));
    return answer(201, { uscc: enterprise.uscc, status: enterprise.status });
  },

  listEnterprises: async ({ query }) => {
    const vault = await openVault();
    const { items, cursor } = await store.enterprises(query.limit ?? 100, query.cursor);
    return answer(200, { items: items.map((enterprise) => enterpriseView(enterprise, vault)), cursor });
  },

  getEnterprise: async ({ params }) =>
    answer(200, enterpriseView(await existing(params.uscc), await openVault())),

  reviewEnterprise: async ({ params, body }) => {
    const enterprise = await existing(params.uscc);
    if (enterprise.status !== "review") throw notInReview(enterprise.status);
    const status = body.decision === "approve" ? ("registered" as const) : ("rejected" as const);
    const next = { ...enterprise, status, version: enterprise.version + 1 };
    const change = { action: `enterprise.${status}`, from: "review", to: status, why: body.reason };
    await store.changeEnterprise(next, change, now()).catch(changedMeanwhile);
    return answer(200, enterpriseView(next, await openVault()));
  },

  changeAccount: async ({ params, body, caller }) => {
    const vault = await openVault();
    const enterprise = await existing(params.uscc);
    const pendingAccount = { sealed: sealAccount(params.uscc, body, vault), changedBy: caller.sub };
    const next = { ...enterprise, pendingAccount, version: enterprise.version + 1 };
    await store.changeEnterprise(next, { action: "account.changed" }, now()).catch(changedMeanwhile);
    return answer(200, enterpriseView(next, vault));
  },

  confirmAccount: async ({ params, caller }) => {
    const enterprise = await existing(params.uscc);
    const pending = enterprise.pendingAccount;
    if (!pending) throw nothingToConfirm();
    if (pending.changedBy === caller.sub) throw samePerson();
    const next = {
      ...enterprise,
      account: pending.sealed,
      pendingAccount: null,
      version: enterprise.version + 1,
    };
    await store.changeEnterprise(next, { action: "account.confirmed" }, now()).catch(changedMeanwhile);
    return answer(200, enterpriseView(next, await openVault()));
  },

  applyForCertification: async ({ params, body, caller }) => {
    const certification = applied({ ...body, uscc: params.uscc, by: caller.sub }, ulid(now()), now());
    await store.addCertification(certification, now()).catch((cause) => {
      throw cause instanceof ConditionFailed ? unknownEnterprise() : cause;
    });
    return answer(202, { id: certification.id });
  },

  listCertifications: async ({ params, query }) => {
    await existing(params.uscc);
    return answer(200, pageOf(await store.certifications(params.uscc), query));
  },

  decideCertification: async ({ params, body, caller }) => {
    const certification = await store.certification(params.id.slice(0, 18), params.id);
    if (!certification) throw notFound("没有此认定申请", "There is no such certification");
    if (body.decision === "approve") assertNotRejected(await existing(certification.uscc));
    const next = decide(certification, body, caller.sub, now().toISOString());
    await store.decideCertification(next, certification.status, now()).catch(changedMeanwhile);
    return answer(200, next);
  },

  addSchool: async ({ body }) => {
    await store
      .addSchool(body, now())
      .catch(taken("school-exists", "院校代码已登记", "The school code is taken", "/code"));
    return answer(201, body);
  },

  listSchools: async ({ query }) => answer(200, pageOf(await store.schools(), query)),

  addUnit: async ({ body }) => {
    await store
      .addUnit(body, now())
      .catch(taken("unit-exists", "单位代码已登记", "The unit code is taken", "/code"));
    return answer(201, body);
  },

  listUnits: async ({ query }) => answer(200, pageOf(await store.units(), query)),
});

async function existing(uscc: string) {
  const enterprise = await store.enterprise(uscc);
  if (!enterprise) throw unknownEnterprise();
  return enterprise;
}

const unknownEnterprise = () => notFound("没有登记此企业", "No enterprise is registered under this code");

function assertNotRejected({ status }: { status: string }): void {
  if (status !== "rejected") return;
  const [zh, en] = ["企业登记未通过，不能认定", "The enterprise's registration was rejected"] as const;
  throw new Problem({ status: 409, code: "registration-rejected", zh, en });
}

const notInReview = (status: string) =>
  new Problem({
    status: 409,
    code: "not-in-review",
    zh: `企业当前状态为 ${status}，无需人工核验`,
    en: `The enterprise is ${status}; there is nothing to review`,
  });

const nothingToConfirm = () =>
  new Problem({
    status: 409,
    code: "nothing-to-confirm",
    zh: "没有待复核的账户变更",
    en: "No changed account waits",
  });

const samePerson = () =>
  new Problem({
    status: 403,
    code: "same-person",
    zh: "变更人不能复核自己的变更",
    en: "Another person must confirm it",
  });
