import * as z from "zod/mini";
import { date, fen, text, uscc } from "../../../../shared/values/schemas.ts";
import { broken, type Finding, type Rule, type Support } from "../scheme.ts";

/** One transaction claims every invoice. */
const MOST_INVOICES = 80;

/** An invoice of the equipment, and how much of it was paid from fiscal money. */
const invoice = z.strictObject({
  /** 发票号码: of a fully digital invoice its twenty digits, else code and number together. */
  number: z.string().check(z.trim(), z.toUpperCase(), z.regex(/^[0-9A-Z]{8,30}$/)),
  date,
  amountFen: fen.check(z.minimum(1)),
  fiscalFen: z._default(fen.check(z.minimum(0)), 0),
});

/** An award applied for (奖补申请): which project, and the invoices of its investment. */
export const awardForm = z.strictObject({
  scheme: z.literal("base-award"),
  uscc,
  /** 项目名称 */
  title: text(80),
  invoices: z.array(invoice).check(z.minLength(1), z.maxLength(MOST_INVOICES)),
});
export type AwardForm = z.infer<typeof awardForm>;

export function examineAward({ invoices }: AwardForm): Finding[] {
  const numbers = invoices.map(({ number }) => number);
  return broken(
    invoices.flatMap(({ number, amountFen, fiscalFen }, index): Rule[] => [
      [
        numbers.indexOf(number) === index,
        `invoices/${index}/number`,
        "同一发票重复列入",
        "The same invoice is listed twice",
      ],
      [
        fiscalFen <= amountFen,
        `invoices/${index}/fiscalFen`,
        "财政资金不能多于发票金额",
        "The fiscal part can't exceed the invoice",
      ],
    ]),
    "application-invalid",
  );
}

/** An invoice supports one award, whoever applies with it. */
export const invoicesOf = ({ invoices }: AwardForm): Support[] =>
  invoices.map(({ number }, index) => ({
    id: `invoice/${number}`,
    pointer: `/invoices/${index}/number`,
    zh: "该发票已用于另一项奖补",
    en: "The invoice supports another award",
  }));
