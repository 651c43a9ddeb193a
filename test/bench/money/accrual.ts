import { difference, settingsFor, spent } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { atLeast, atMost, type Criterion, rounded, say } from "../kit/say.ts";
import { accrueAll, type ManyEnterprises } from "./many.ts";

/** As large as the account of a person and month with one entry is. */
const LIKE_AN_ACCOUNT = {
  subjectId: "p0123456789abcdefghij",
  period: "2026-03",
  version: 1,
  entries: [
    {
      n: 1,
      scheme: "internship",
      placementId: "91411200MA9X0001XX-000001",
      uscc: "91411200MA9X0001XX",
      amountFen: 50_000,
      days: 22,
      policyVersion: "2026-01",
      reasons: [
        {
          code: "full-month",
          zh: "满月：出勤22天，达到15天；标准500.00元，2026-01版〔待确认〕",
          en: "Full month: attended 22 days, 15 needed; rate 500.00 yuan, policy 2026-01 (awaiting confirmation)",
        },
      ],
      cause: { kind: "certification", id: "bench" },
      sequence: 1,
      at: "2026-04-08T01:00:00.000Z",
    },
  ],
};

interface Timed {
  ms: number;
}

/** Bringing everybody's month into the books, beside inserting as many such items and doing nothing else. */
export async function accrual(city: ManyEnterprises): Promise<Criterion[]> {
  const { studentMonths } = city;
  const floorSettings = settingsFor(city, "subsidy-accrue");
  const arguments_ = [String(studentMonths), JSON.stringify(LIKE_AN_ACCOUNT)];
  const raw = await runProgram<Timed>("money/raw-inserts.ts", arguments_, floorSettings);
  const [before, ms] = [await spent(city), await accrueAll(city, "bench")];
  const booked = difference(before, await spent(city));
  const again = await spent(city);
  const againMs = await accrueAll(city, "bench-again");
  const repeated = difference(again, await spent(city));
  const rate = (of: number) => Math.round((studentMonths / of) * 1_000);
  const units = { writeUnits: booked.writeUnits, readUnits: booked.readUnits };
  say({ part: "accrual", studentMonths, ms: Math.round(ms), perSecond: rate(ms), ...units });
  say({ part: "accrual", who: "raw conditional inserts", ms: Math.round(raw.ms), perSecond: rate(raw.ms) });
  say({ part: "accrual", again: true, ms: Math.round(againMs), writeUnits: repeated.writeUnits });
  const ratio = rounded(raw.ms / ms);
  return [
    atLeast(`accrual-${studentMonths}-of-raw-rate`, ratio, 0.5),
    atMost(`accrual-${studentMonths}-again-write-units`, repeated.writeUnits, 0),
  ];
}
