import type { Judge } from "../book.ts";
import { entitleApplication } from "../entitle.ts";
import type { ApplicationFacts } from "../facts.ts";
import { factsOf, monthsOf } from "./application.ts";
import type { ApplicationStore } from "./application-store.ts";

/** How applications are found and judged. No sheet leads a close to their accounts, so pointers always do. */
export const applicationJudge = (store: ApplicationStore): Judge<ApplicationFacts> => ({
  alwaysPointed: true,
  idOf: ({ applicationId }) => applicationId,

  async likely(ids) {
    const applications = await store.some(ids);
    return applications.flatMap((application) =>
      monthsOf(application).map((period) => ({ subjectId: application.id, period })),
    );
  },

  async facts(ids) {
    const applications = await store.some(ids);
    return Promise.all(applications.map(async (one) => factsOf(one, await store.others(one))));
  },

  months: () => [],
  entitle: entitleApplication,
});
