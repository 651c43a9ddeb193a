import { clock, DAYS, isShiftDay, minutesBetween } from "./days.ts";
import type { City, Enterprise, Placement } from "./model.ts";
import { type Dice, dice } from "./prng.ts";

export type Status = "出勤" | "迟到" | "早退" | "请假" | "缺勤" | "休息";

/**
 * One day of one student as it really was, told as exactly as the firm's kind of file can tell it:
 * `clock` has punches and `minutes` is the whole time between them, `stated` has hours without the break,
 * `mark` says "was there" and counts eight hours.
 */
export type TruthDay = {
  date: string;
  status: Status;
  basis: "clock" | "stated" | "mark";
  /** Gross for `clock`, net otherwise; 0 when the student was not there. */
  minutes: number;
  in?: string;
  out?: string;
};

/** Days by placement key; a student who stands in no file has no entry. */
export type Truth = ReadonlyMap<string, readonly TruthDay[]>;

/** Who was really where on which day of June 2026, and how long. */
export function truth(city: City): Truth {
  const days = new Map<string, TruthDay[]>();
  const enterprises = new Map(city.enterprises.map((enterprise) => [enterprise.uscc, enterprise]));
  for (const placement of city.placements) {
    if (placement.habit === "not-listed") continue;
    const enterprise = enterprises.get(placement.uscc) as Enterprise;
    days.set(placement.key, monthOf(placement, enterprise, dice(city.seed, `days of ${placement.key}`)));
  }
  return days;
}

function monthOf(placement: Placement, enterprise: Enterprise, roll: Dice): TruthDay[] {
  const inside = DAYS.filter((date) => date >= placement.start && date <= placement.end);
  const shifts = inside.filter((date) => isShiftDay(date, enterprise.week));
  const away = awayOn(placement, shifts, roll);
  return inside.map((date) => {
    if (!shifts.includes(date)) return absence(date, "休息", enterprise);
    if (placement.habit === "never-came") return absence(date, "缺勤", enterprise);
    if (away.has(date)) return absence(date, roll.oneIn(5) ? "缺勤" : "请假", enterprise);
    const short = placement.habit === "short-days" && roll.oneIn(3);
    return presence(date, enterprise, short, roll);
  });
}

/** The shift days on which the student did not come. */
function awayOn(placement: Placement, shifts: string[], roll: Dice): Set<string> {
  const wanted = { "exactly-15": 15, "exactly-14": 14, "often-away": roll.between(11, 17) } as Record<
    string,
    number
  >;
  const present = wanted[placement.habit] ?? shifts.length - (roll.oneIn(2) ? 0 : roll.between(1, 2));
  const left = [...shifts];
  const away = new Set<string>();
  while (left.length > Math.max(0, present)) {
    const [date] = left.splice(roll.between(0, left.length - 1), 1);
    away.add(date as string);
  }
  return away;
}

function absence(date: string, status: Status, enterprise: Enterprise): TruthDay {
  return { date, status, basis: basisOf(enterprise), minutes: 0 };
}

const basisOf = ({ shape }: Enterprise): TruthDay["basis"] =>
  shape === "dingtalk-month" ? "mark" : shape === "gb18030-csv" ? "stated" : "clock";

function presence(date: string, enterprise: Enterprise, short: boolean, roll: Dice): TruthDay {
  if (enterprise.shape === "dingtalk-month") return marked(date, short, roll);
  if (enterprise.shape === "gb18030-csv") return stated(date, short, roll);
  // A foreman who forgot the clock writes 出勤 and no times into his list.
  if (enterprise.shape === "utf8-csv" && !short && roll.oneIn(12)) {
    return { date, status: "出勤", basis: "mark", minutes: 480 };
  }
  return punched(date, enterprise.shift, short, roll);
}

/** A monthly sheet of marks can't tell short days from whole ones: being sent home early is still a day. */
function marked(date: string, short: boolean, roll: Dice): TruthDay {
  const status = short ? "早退" : roll.oneIn(14) ? "迟到" : "出勤";
  return { date, status, basis: "mark", minutes: 480 };
}

function stated(date: string, short: boolean, roll: Dice): TruthDay {
  if (short) return { date, status: "早退", basis: "stated", minutes: roll.pick([120, 180, 210, 225]) };
  const minutes = roll.pick([480, 480, 480, 450, 420, 240]);
  return {
    date,
    status: minutes === 480 ? "出勤" : roll.pick(["迟到", "早退"] as const),
    basis: "stated",
    minutes,
  };
}

function punched(date: string, shift: Enterprise["shift"], short: boolean, roll: Dice): TruthDay {
  const late = !short && roll.oneIn(14) ? roll.between(5, 25) : 0;
  const early = !short && !late && roll.oneIn(25) ? roll.between(10, 40) : 0;
  const came = clock(shift.from, late || -roll.between(0, 9));
  const went = short
    ? clock(shift.from, roll.between(90, 220))
    : clock(shift.to, early ? -early : roll.between(0, 12));
  const status = late ? "迟到" : early || short ? "早退" : "出勤";
  return { date, status, basis: "clock", minutes: minutesBetween(came, went), in: came, out: went };
}
