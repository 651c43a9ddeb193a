import * as z from "zod/mini";
import { count, period } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

export const MonthAssessed = defineEvent({
  type: "cn.ronghe.assessment.month-assessed.v1",
  summary: "月度考核得分已冻结 A month's scores were frozen as a revision",
  producer: "assessment",
  consumers: [],
  data: z.object({ period, revision: count, units: count }),
});

export const RankingPublished = defineEvent({
  type: "cn.ronghe.assessment.ranking-published.v1",
  summary: "考核排名已公布 A revision of a month's ranking was published",
  producer: "assessment",
  consumers: [],
  data: z.object({ period, revision: count }),
  outside: ["period", "revision"],
});
