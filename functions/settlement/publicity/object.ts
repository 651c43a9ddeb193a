import { wasFirst } from "../../../shared/runtime/conflicts.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { inParallel } from "../../../shared/runtime/table.ts";
import { openVault, type Vault } from "../../../shared/runtime/vault.ts";
import type { Period } from "../../../shared/values/period.ts";
import { notFound, Problem } from "../../../shared/values/problem.ts";
import { settledLines } from "../booking/settled.ts";
import type { SettlementStore } from "../store.ts";
import {
  alreadyDecided,
  assertObjectable,
  assertRoom,
  enterpriseOf,
  type ObjectedLine,
  type Objection,
  rule,
} from "./objection.ts";

export interface Filing {
  period: Period;
  lineIds: readonly string[];
  text: string;
  contact?: string | undefined;
}

const ATTEMPTS = 5;

/**
 * Takes an objection to published lines; from its write on, and until it is dismissed, exactly these are not paid.
 * @throws Problem 409 outside of publicity, 422 for a line that was not published in the month, 429 in a flood
 */
export async function fileObjection(filing: Filing, store: SettlementStore, at: Date): Promise<Objection> {
  const { period } = filing;
  assertObjectable(await store.period(period));
  const lines = await linesNamed(period, filing.lineIds, store);
  await assertRoomFor(period, lines, store);
  const objection = sealed(filing, [...lines.values()].flat(), await openVault(), at);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const month = await store.period(period);
    assertObjectable(month);
    if (await wasFirst(store.addObjection(objection, lines, month, at))) return objection;
  }
  throw new Error(`The month ${period} keeps changing`);
}

/** Decides an open objection, before or after the month was instructed. @throws Problem 404, 409 when it is decided */
export async function decideObjection(
  id: string,
  { decision, reason }: { decision: "uphold" | "dismiss"; reason: string },
  by: string,
  store: SettlementStore,
  at: Date,
): Promise<Objection> {
  const objection = await store.objection(id);
  if (!objection) throw notFound("没有此异议", "There is no such objection");
  const vault = await openVault();
  const next = rule(objection, { decision, reason: vault.seal(reason, placeOf(id, "reason")) }, by, at);
  if (!(await wasFirst(store.decideObjection(next, at))))
    throw alreadyDecided((await store.objection(id))?.status ?? "open");
  return next;
}

/** An objection as it may be shown: who said what to officers alone. */
export function objectionView(
  { text, contact, reason, ...objection }: Objection,
  officer: boolean,
  vault: Vault,
) {
  const open = (value: string | null, part: Part) =>
    value === null ? null : vault.open(value, placeOf(objection.id, part));
  return {
    ...objection,
    text: officer ? open(text, "text") : null,
    contact: officer ? open(contact, "contact") : null,
    reason: open(reason, "reason"),
  };
}

type Part = "text" | "contact" | "reason";
const placeOf = (id: string, part: Part): string => `objection/${id}/${part}`;

function sealed(filing: Filing, lines: readonly ObjectedLine[], vault: Vault, at: Date): Objection {
  const id = `${filing.period}-${ulid(at)}`;
  return {
    id,
    period: filing.period,
    lineIds: lines.map(({ lineId }) => lineId),
    status: "open",
    text: vault.seal(filing.text, placeOf(id, "text")),
    contact: filing.contact === undefined ? null : vault.seal(filing.contact, placeOf(id, "contact")),
    filedAt: at.toISOString(),
    reason: null,
    decidedBy: null,
    decidedAt: null,
    version: 1,
  };
}

/** The lines by their enterprise. @throws Problem 422 pointing at the first that the month does not have */
async function linesNamed(
  period: Period,
  lineIds: readonly string[],
  store: SettlementStore,
): Promise<Map<string, ObjectedLine[]>> {
  const byEnterprise = Map.groupBy(lineIds, enterpriseOf);
  const found = await inParallel(
    [...byEnterprise],
    async ([uscc, named]) => [uscc, await linesOf(uscc, period, new Set(named), store)] as const,
    4,
  );
  const known = new Set(found.flatMap(([, lines]) => lines.map(({ lineId }) => lineId)));
  const unknown = lineIds.findIndex((lineId) => !known.has(lineId));
  if (unknown >= 0) throw unknownLine(unknown, period);
  return new Map(found);
}

async function linesOf(
  uscc: string,
  period: Period,
  named: ReadonlySet<string>,
  store: SettlementStore,
): Promise<ObjectedLine[]> {
  const manifest = await store.manifest(uscc, period);
  const lines = manifest ? await settledLines(manifest, store) : [];
  return lines
    .filter(({ lineId }) => named.has(lineId))
    .map(({ lineId, subjectId, earnedPeriod, scheme, placementId }) => ({
      lineId,
      subjectId,
      earnedPeriod,
      bookedPeriod: period,
      scheme,
      placementId,
    }));
}

async function assertRoomFor(
  period: Period,
  lines: ReadonlyMap<string, ObjectedLine[]>,
  store: SettlementStore,
): Promise<void> {
  const concerns = await inParallel([...lines.keys()], (uscc) => store.objectionsOf(uscc));
  const open = concerns.flat().filter(({ objection }) => objection.status === "open");
  const openOfLine = new Map(
    [...lines.values()].flat().map(({ lineId }) => {
      const naming = open.filter(({ objection }) => objection.lineIds.includes(lineId));
      return [lineId, naming.length];
    }),
  );
  assertRoom(await store.openObjections(period), openOfLine);
}

const unknownLine = (index: number, period: Period) =>
  new Problem({
    status: 422,
    code: "unknown-line",
    zh: `${period} 的公示名单中没有这一行`,
    en: `The publicity of ${period} has no such line`,
    pointer: `/lineIds/${index}`,
  });
