import type { Conflict, Enterprise, Habit, Placement } from "./model.ts";
import { MAJORS, ordinaryName, POSTS, unmistakableName } from "./names.ts";
import { citizenId } from "./numbers.ts";
import { type Dice, dice } from "./prng.ts";
import type { School } from "./units.ts";

/** Begins and ends of ordinary internships; all of June lies within each. */
const TERMS = [
  ["2026-03-02", "2026-08-31"],
  ["2026-04-01", "2026-09-30"],
  ["2026-05-06", "2026-10-31"],
  ["2026-06-01", "2026-11-30"],
] as const;

/**
 * Places the students: in every enterprise the same first few have the months that rules turn on
 * (see `castOf`), the others live as chance has it.
 */
export function buildPlacements(
  seed: number,
  enterprises: readonly Enterprise[],
  schools: readonly School[],
): { placements: Placement[]; conflicts: Conflict[] } {
  const placements: Placement[] = [];
  const taken = new Set<string>();
  for (const [number, enterprise] of enterprises.entries()) {
    const roll = dice(seed, `interns of ${number}`);
    const first = placements.length;
    for (let index = 0; index < enterprise.interns; index++) {
      const placement = place(roll, enterprise, schools, index, placements.length + 1, taken);
      if (index === NAMESAKE) placement.student.name = (placements[first] as Placement).student.name;
      if (index === NAME_ONLY && enterprise.interns >= NAME_ONLY_FROM) {
        placement.student.name = unmistakableName(number);
        delete placement.employeeNo;
      }
      placements.push(placement);
    }
  }
  return { placements, conflicts: placeTwice(placements, enterprises) };
}

const NAMESAKE = 6;
const NAME_ONLY = 7;
const NAME_ONLY_FROM = 12;

type Role = { habit: Habit; start?: string; end?: string };

/** What the first interns of every enterprise are there for. */
const CAST: readonly Role[] = [
  { habit: "steady" },
  { habit: "exactly-15" },
  { habit: "exactly-14" },
  { habit: "steady", start: "2026-06-15" },
  { habit: "steady", end: "2026-06-22" },
  { habit: "steady", start: "2026-06-08" },
  { habit: "steady" },
  { habit: "steady" },
  { habit: "short-days" },
  { habit: "often-away" },
  { habit: "never-came" },
];

function castOf(index: number, roll: Dice): Role {
  const role = CAST[index];
  if (role) return role;
  const chance = roll.between(1, 100);
  if (chance <= 5) return { habit: "often-away" };
  if (chance <= 9) return { habit: "short-days" };
  if (chance <= 10) return { habit: "never-came" };
  if (chance <= 13)
    return { habit: "steady", start: `2026-06-${String(roll.between(2, 20)).padStart(2, "0")}` };
  if (chance <= 16)
    return { habit: "steady", end: `2026-06-${String(roll.between(10, 29)).padStart(2, "0")}` };
  return { habit: "steady" };
}

function place(
  roll: Dice,
  enterprise: Enterprise,
  schools: readonly School[],
  index: number,
  serial: number,
  taken: Set<string>,
): Placement {
  const role = castOf(index, roll);
  const [termStart, termEnd] = roll.pick(TERMS);
  const start = role.start ?? termStart;
  const end = role.end ?? termEnd;
  const school = Math.floor(roll.next() * schools.length);
  const grade = roll.oneIn(3) ? 3 : 2;
  const number = String(serial).padStart(5, "0");
  return {
    key: `P${number}`,
    uscc: enterprise.uscc,
    schoolCode: (schools[school] as School).code,
    agreementNo: `SX2026-${number}`,
    start,
    end,
    post: roll.pick(POSTS),
    employeeNo: `SX${String(index + 1).padStart(4, "0")}`,
    student: {
      idNumber: unusedId(roll, serial, taken),
      name: ordinaryName(roll),
      studentNo: `${grade === 2 ? 2024 : 2023}0${school + 1}${number}`,
      grade,
      major: roll.pick(MAJORS),
    },
    ...(serial % 10 === 0 ? {} : { monthlyPayFen: roll.pick([180_000, 200_000, 240_000]) }),
    insurance: { policyNo: `ZXBX2026${number}`, from: start, to: end },
    habit: role.habit,
  };
}

/** Born 2006 to 2009: all are 16 to 20 years old in June 2026, and 16 on the first day at the latest. */
function unusedId(roll: Dice, serial: number, taken: Set<string>): string {
  const month = String(roll.between(1, 12)).padStart(2, "0");
  const day = String(roll.between(1, 28)).padStart(2, "0");
  const birth = `${roll.between(2006, 2009)}-${month}-${day}`;
  let sequence = 1 + (serial % 999);
  while (taken.has(citizenId(birth, sequence))) sequence = 1 + (sequence % 999);
  const id = citizenId(birth, sequence);
  taken.add(id);
  return id;
}

/**
 * Gives two students of the eleventh and twelfth enterprise a second placement elsewhere, which begins while the
 * first one runs. The second firm never saw them: they stand in none of its files, and the first one is kept.
 */
function placeTwice(placements: Placement[], enterprises: readonly Enterprise[]): Conflict[] {
  const pairs = [
    [10, 15],
    [11, 16],
  ] as const;
  const conflicts: Conflict[] = [];
  for (const [here, there] of pairs) {
    const kept = steadyOf(placements, enterprises[here]?.uscc)[0];
    const other = steadyOf(placements, enterprises[there]?.uscc)[0];
    if (!kept || !other) continue;
    other.student = kept.student;
    other.schoolCode = kept.schoolCode;
    other.start = "2026-06-22";
    other.end = "2026-12-31";
    other.insurance = { ...other.insurance, from: other.start, to: other.end };
    other.habit = "not-listed";
    conflicts.push({ keep: kept.key, other: other.key, reason: "学生仍在原单位实习，后一安置未到岗" });
  }
  return conflicts;
}

/** Those of an enterprise without a part in the cast, who work all of June. */
function steadyOf(placements: Placement[], uscc: string | undefined): Placement[] {
  return placements
    .filter((placement) => placement.uscc === uscc)
    .slice(CAST.length)
    .filter(({ habit, start, end }) => habit === "steady" && start <= "2026-06-01" && end > "2026-06-30");
}
