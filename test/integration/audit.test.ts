import { beforeAll, expect, test } from "vitest";
import { unpacked } from "../../shared/runtime/packed.ts";
import type { Audited } from "../audit/audit.ts";
import { auditStage } from "../audit/on-stage.ts";
import { useStage } from "./on-stage.ts";
import { FULL_FEN, paidMonth } from "./paid-month.ts";
import { tampering } from "./tampering.ts";

const held = useStage();
let usccs: string[] = [];

beforeAll(async () => {
  usccs = await paidMonth(held.client, 2);
});

async function audited(): Promise<Audited> {
  const found = await auditStage(held.stage, "2026-06");
  if (typeof found === "string") throw new Error(found);
  return found;
}

/** `comparison uscc subject expected≠found`. */
const differences = ({ comparisons }: Audited): string[] =>
  comparisons.flatMap(({ code, outcome }) =>
    outcome.differences.map(
      ({ uscc, subject, expected, found }) => `${code} ${uscc} ${subject} ${expected}≠${found}`,
    ),
  );

test("the month derived again from its files agrees with everything that is stored", async () => {
  const found = await audited();
  expect(differences(found)).toEqual([]);
  expect([found.enterprises, found.files]).toEqual([2, 4]);
  const total = usccs.length * 2 * FULL_FEN;
  for (const code of ["entitlement", "settled", "payments", "lines", "payment-file"]) {
    const { totals } = found.comparisons.find((one) => one.code === code)?.outcome ?? {};
    expect([code, totals?.expectedFen, totals?.foundFen]).toEqual([code, total, total]);
  }
});

test("one byte in one stored sheet is named, with its file and its student-month", async () => {
  const { items, change } = tampering(held.stage);
  type Word = { placementId: string; sequence: number; days: string };
  const words = await items<Word>("Attendance", `WORDS#${usccs[0]}#2026-06#0`);
  const word = words[0] as NonNullable<(typeof words)[0]>;
  const back = await change("Attendance", word, (copy) => {
    copy.days = copy.days.replace("480", "481");
  });
  const days = word.days.replace("480", "481");
  const file = `${usccs[0]}-202606-00000${word.sequence}`;
  expect(differences(await audited())).toEqual([
    `sheets ${usccs[0]} ${file} ${word.placementId} days ${word.days}≠${days}`,
  ]);
  await back();
});

test("one fen in one entry is named, with its account", async () => {
  const { items, change } = tampering(held.stage);
  const [chunk] = await items<{ lines: string }>("Settlement", `LINES#${usccs[1]}#2026-06`);
  const [line] = unpacked<{ subjectId: string; placementId: string }[]>(chunk?.lines ?? "");
  const { subjectId, placementId } = line ?? { subjectId: "", placementId: "" };
  type Account = { entries: { amountFen: number }[] };
  const [account] = await items<Account>("Subsidy", `SUBJECT#${subjectId}`);
  const back = await change("Subsidy", account as NonNullable<typeof account>, ({ entries }) => {
    for (const entry of entries.slice(-1)) entry.amountFen += 1;
  });
  const name = `${subjectId} internship ${placementId}`;
  expect(differences(await audited())).toEqual([
    `entitlement ${usccs[1]} ${name} amountFen ${FULL_FEN}≠${FULL_FEN + 1}`,
    `lines ${usccs[1]} ${name} line of 2026-06 amountFen ${FULL_FEN + 1}≠${FULL_FEN}`,
  ]);
  await back();
  expect(differences(await audited())).toEqual([]);
});

test("a month that is not closed has nothing to audit", async () => {
  expect(await auditStage(held.stage, "2026-07")).toContain("2026-07");
});
