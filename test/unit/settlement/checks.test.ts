import { describe, expect, it } from "vitest";
import {
  type Check,
  checksFingerprint,
  checksOf,
  type EnterpriseFigures,
  type Figures,
  failedCheck,
  totalChecks,
} from "../../../functions/settlement/month/checks.ts";
import { UNCONFIRMED_THRESHOLDS } from "../../../functions/settlement/month/thresholds.ts";

const totals = { enterprises: 10, lines: 100, amountFen: 1_000_000 };
const enterprise = (uscc: string, facts: Partial<EnterpriseFigures> = {}): EnterpriseFigures => ({
  uscc,
  name: `企业${uscc}`,
  amountFen: 50_000,
  previousFen: 50_000,
  isNew: false,
  lastPaidElsewhereFen: null,
  held: false,
  openObjections: 0,
  ...facts,
});
const figures = (facts: Partial<Figures> = {}): Figures => ({
  totals,
  previous: totals,
  enterprises: [enterprise("A")],
  openObjections: 0,
  ...facts,
});
const of = (checks: readonly Check[], code: string) => checks.find((one) => one.code === code);
const judged = (code: string, facts: Partial<Figures>, thresholds = UNCONFIRMED_THRESHOLDS) =>
  of(checksOf(figures(facts), thresholds), code);
const enterprises = (...list: EnterpriseFigures[]) => ({ enterprises: list });

describe("the totals", () => {
  it.each<[number, boolean]>([
    [1_200_000, false],
    [1_200_001, true],
    [800_000, false],
    [799_999, true],
  ])(
    "stand out when they are further from the month before than the limit: %i fen",
    (amountFen, exceeded) => {
      const total = judged("total", { totals: { ...totals, amountFen } });
      expect(total).toMatchObject({ value: amountFen, previous: 1_000_000, limit: 200_000, exceeded });
    },
  );

  it("have no limit without a month before", () => {
    expect(judged("total", { previous: null })).toMatchObject({
      previous: null,
      limit: null,
      exceeded: false,
    });
  });

  it("come as bare figures where nothing is to be judged yet", () => {
    expect(totalChecks(totals, null).map(({ code, value, previous }) => [code, value, previous])).toEqual([
      ["total", 1_000_000, null],
      ["enterprises", 10, null],
      ["lines", 100, null],
    ]);
    expect(totalChecks(totals, totals)[0]).not.toHaveProperty("limit");
  });
});

describe("the enterprises that stand out", () => {
  it("are those settled for the first time", () => {
    const list = [enterprise("A"), enterprise("B", { isNew: true, previousFen: null })];
    expect(judged("new-enterprises", enterprises(...list))).toMatchObject({
      value: 1,
      exceeded: false,
      items: [{ uscc: "B", name: "企业B", value: 50_000, previous: null }],
    });
    expect(
      judged("new-enterprises", enterprises(...list), { ...UNCONFIRMED_THRESHOLDS, newEnterprises: 0 }),
    ).toMatchObject({ exceeded: true });
  });

  it("are the ten largest changes, up or down, the largest first", () => {
    const list = Array.from({ length: 12 }, (_, index) =>
      enterprise(String.fromCharCode(65 + index), {
        amountFen: 50_000 + (index % 2 ? -1 : 1) * index * 1_000,
      }),
    );
    const check = judged("largest-changes", enterprises(...list));
    expect(check?.items?.map(({ uscc }) => uscc).join("")).toBe("LKJIHGFEDC");
    expect(check).toMatchObject({ value: 11_000, limit: 10_000_000, exceeded: false });
    const jump = enterprises(enterprise("A", { amountFen: 10_050_001 }));
    expect(judged("largest-changes", jump)).toMatchObject({ value: 10_000_001, exceeded: true });
  });

  it("are none by their change where there is no month before", () => {
    const check = judged("largest-changes", {
      previous: null,
      ...enterprises(enterprise("A", { previousFen: null })),
    });
    expect(check).toMatchObject({ value: 0, exceeded: false, items: [] });
  });

  it("are those whose account is another than the one paid to last", () => {
    const check = judged(
      "changed-accounts",
      enterprises(enterprise("A"), enterprise("B", { lastPaidElsewhereFen: 7_000 })),
    );
    expect(check).toMatchObject({
      value: 1,
      exceeded: true,
      items: [{ uscc: "B", value: 50_000, previous: 7_000 }],
    });
  });

  it("are those that will be held, if there is anything to hold", () => {
    const list = [enterprise("A", { held: true }), enterprise("B", { held: true, amountFen: 0 })];
    expect(judged("held-enterprises", enterprises(...list))).toMatchObject({
      value: 1,
      items: [{ uscc: "A" }],
    });
  });

  it("are those objected to; an objection that concerns two of them counts once", () => {
    const list = [enterprise("A", { openObjections: 1 }), enterprise("B", { openObjections: 2 })];
    const check = judged("open-objections", { ...enterprises(...list), openObjections: 2 });
    expect(check).toMatchObject({
      value: 2,
      exceeded: true,
      items: [
        { uscc: "B", value: 2 },
        { uscc: "A", value: 1 },
      ],
    });
  });

  it("are shown a hundred at most, the largest first, and all counted", () => {
    const list = Array.from({ length: 150 }, (_, index) =>
      enterprise(`E${String(index).padStart(3, "0")}`, { isNew: true, amountFen: index }),
    );
    const check = judged("new-enterprises", enterprises(...list));
    expect([check?.value, check?.items?.length, check?.items?.[0]?.uscc]).toEqual([150, 100, "E149"]);
  });

  it("are named when they hold a close", () => {
    expect(failedCheck([{ uscc: "A" }])).toMatchObject({ value: 1, exceeded: true, items: [{ uscc: "A" }] });
    expect(failedCheck([])).toMatchObject({ value: 0, exceeded: false });
  });
});

describe("the fingerprint of what was seen", () => {
  const seen = checksOf(figures(), UNCONFIRMED_THRESHOLDS);

  it("is the same for the same figures, whatever the words around them", () => {
    const reworded = seen.map((check) => ({ ...check, zh: "另", en: "other" }));
    expect(checksFingerprint(reworded)).toBe(checksFingerprint(seen));
    expect(checksFingerprint(JSON.parse(JSON.stringify(seen)))).toBe(checksFingerprint(seen));
  });

  it("is another one for other figures, names or limits", () => {
    const others = [
      checksOf(figures({ totals: { ...totals, lines: 101 } }), UNCONFIRMED_THRESHOLDS),
      checksOf(figures({ openObjections: 1 }), UNCONFIRMED_THRESHOLDS),
      checksOf(figures(enterprises(enterprise("A", { isNew: true }))), UNCONFIRMED_THRESHOLDS),
      checksOf(figures(enterprises(enterprise("B", { isNew: true }))), UNCONFIRMED_THRESHOLDS),
      checksOf(figures(), { ...UNCONFIRMED_THRESHOLDS, totalPercent: 21 }),
    ];
    expect(new Set([seen, ...others].map(checksFingerprint)).size).toBe(6);
  });
});
