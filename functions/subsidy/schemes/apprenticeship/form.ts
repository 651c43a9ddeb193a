import * as z from "zod/mini";
import { date, text, uscc } from "../../../../shared/values/schemas.ts";
import type { Result } from "../../facts.ts";
import { broken, type Finding, type Rule, type Support } from "../scheme.ts";
import { LEVELS } from "./policy.ts";

/** One transaction claims every apprentice's training. */
const MOST_APPRENTICES = 80;

/** The opening of a class (开班申请): who is trained, to which level, from when to when. */
export const classForm = z.strictObject({
  scheme: z.literal("apprenticeship"),
  uscc,
  /** 班名 */
  title: text(80),
  level: z.enum(LEVELS),
  years: z.int().check(z.minimum(1), z.maximum(3)),
  opensOn: date,
  endsOn: date,
  /** The apprentices, by their placements with the enterprise. */
  placementIds: z.array(text(40)).check(z.minLength(1), z.maxLength(MOST_APPRENTICES)),
});
export type ClassForm = z.infer<typeof classForm>;

export const examineClass = ({ opensOn, endsOn, placementIds }: ClassForm): Finding[] =>
  broken(
    [
      [opensOn <= endsOn, "endsOn", "结业日期早于开班日期", "The class ends before it opens"],
      ...placementIds.map(
        (id, index): Rule => [
          placementIds.indexOf(id) === index,
          `placementIds/${index}`,
          "同一学徒重复列入",
          "The same apprentice is listed twice",
        ],
      ),
    ],
    "application-invalid",
  );

/** Nobody is trained to one level in two classes. */
export const trainingsOf = ({ placementIds, level }: ClassForm): Support[] =>
  placementIds.map((id, index) => ({
    id: `training/${id}/${level}`,
    pointer: `/placementIds/${index}`,
    zh: "该学徒已列入另一个同等级的班",
    en: "The apprentice is in another class of this level",
  }));

/** A certificate is one person's, whichever class trained them; how its number is spaced or cased says nothing. */
export const certificatesOf = (results: readonly Result[]): Support[] =>
  results.flatMap(({ certificateNo }, index) =>
    certificateNo === undefined
      ? []
      : [
          {
            id: `certificate/${plain(certificateNo)}`,
            pointer: `/results/${index}/certificateNo`,
            zh: "该证书编号已用于另一个班的学徒",
            en: "The certificate number is an apprentice's of another class",
          },
        ],
  );

const plain = (certificateNo: string): string =>
  certificateNo.normalize("NFKC").replaceAll(/\s/g, "").toUpperCase();

/** Every apprentice of the class has one result, and whoever passed a certificate of their own. */
export function examineResults({ placementIds }: ClassForm, results: readonly Result[]): Finding[] {
  const named = results.map(({ placementId }) => placementId);
  const certificates = results.map(({ certificateNo }) => certificateNo && plain(certificateNo));
  return broken(
    [
      ...results.flatMap(({ placementId, outcome, certificateNo }, index): Rule[] => [
        [
          placementIds.includes(placementId),
          `results/${index}/placementId`,
          "不在本班学徒名单内",
          "Not an apprentice of this class",
        ],
        [
          named.indexOf(placementId) === index,
          `results/${index}/placementId`,
          "同一学徒有两个结果",
          "The same apprentice has two results",
        ],
        [
          (outcome === "passed") === (certificateNo !== undefined),
          `results/${index}/certificateNo`,
          "取得证书的须填证书编号，未取得的不得填",
          "Whoever passed has a certificate number, nobody else does",
        ],
        [
          certificateNo === undefined || certificates.indexOf(plain(certificateNo)) === index,
          `results/${index}/certificateNo`,
          "证书编号重复",
          "The certificate number is another apprentice's too",
        ],
      ]),
      [
        placementIds.every((id) => named.includes(id)),
        "results",
        "须包括全班每一名学徒",
        "Every apprentice of the class needs a result",
      ],
    ],
    "results-invalid",
  );
}
