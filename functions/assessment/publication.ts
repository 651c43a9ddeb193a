import { notFound, Problem } from "../../shared/values/problem.ts";

/**
 * The revision that a leader's word publishes: the latest one.
 * @param seen the revision the leader has looked at, where given
 * @throws Problem 404 before the month is scored, 409 when another revision has come since
 */
export function latestToPublish(head: { revision: number } | undefined, seen: number | undefined): number {
  if (!head) throw notAssessed();
  if (seen !== undefined && seen !== head.revision) throw superseded(head.revision);
  return head.revision;
}

export const notAssessed = () =>
  notFound(
    "该月尚未考核计分，或此单位不在考核范围",
    "The month is not scored yet, or the unit is not assessed",
  );

export const notPublished = () =>
  new Problem({
    status: 404,
    code: "not-published",
    zh: "该月排名尚未公布",
    en: "The ranking of that month is not published",
  });

const superseded = (latest: number) =>
  new Problem({
    status: 409,
    code: "revision-superseded",
    zh: `该月得分已有第 ${latest} 版，请查看后再公布`,
    en: `Revision ${latest} is the latest; look at it before publishing`,
    pointer: "/query/revision",
  });
