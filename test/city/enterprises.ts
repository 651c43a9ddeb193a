import type { Certification, City, Enterprise, Shape } from "./model.ts";
import { ordinaryName } from "./names.ts";
import { accountNumber, companyCode, phoneNumber, withWrongCheck } from "./numbers.ts";
import { dice } from "./prng.ts";
import type { Unit } from "./units.ts";

/** Interns per enterprise; 3,000 in the full city and 40 in the small one. */
const FULL_SIZES = [
  603, 400, 280, 214, 176, 148, 126, 110, 96, 84, 74, 66, 60, 54, 50, 46, 42, 38, 34, 31, 28, 26, 24, 22, 20,
  18, 17, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3, 3,
];
const SMALL_SIZES = [12, 9, 7, 5, 4, 3];

const SHAPES: readonly Shape[] = [
  "gb18030-csv",
  "wecom-daily",
  "dingtalk-month",
  "utf8-csv",
  "template-xlsx",
];

/** GB/T 4754 classes with a word for the name. */
const INDUSTRIES = [
  ["3216", "铝业"],
  ["3612", "新能源汽车"],
  ["3630", "专用汽车"],
  ["0921", "矿业"],
  ["3484", "精密机械"],
  ["3985", "电子材料"],
  ["1393", "果品加工"],
  ["2710", "制药"],
  ["5930", "智慧仓储"],
  ["6513", "软件技术"],
] as const;
const BRANDS = [..."崤函召仰洛虢渑砥甘棠茅津桃沧弘"];
const SECOND = [..."瑞泰和源达"];

/** The enterprises of the city, the largest first. Every fact about one depends on its place alone. */
export function buildEnterprises(seed: number, scale: City["scale"], units: Unit[]): Enterprise[] {
  const sizes = scale === "full" ? FULL_SIZES : SMALL_SIZES;
  return sizes.map((interns, index) => enterprise(seed, index, interns, sizes.length, units));
}

function enterprise(seed: number, index: number, interns: number, count: number, units: Unit[]): Enterprise {
  const roll = dice(seed, `enterprise ${index}`);
  const [industryCode, trade] = INDUSTRIES[index % INDUSTRIES.length] as (typeof INDUSTRIES)[number];
  const unit = units[index % units.length] as Unit;
  const brand = `${BRANDS[index % BRANDS.length]}${SECOND[Math.floor(index / BRANDS.length) % SECOND.length]}`;
  const name = `三门峡${brand}${trade}有限公司`;
  const region = unit.kind === "district" ? unit.code : "411200";
  const uscc = companyCode(region, roll.between(10, 99) * 1000 + index);
  const shape = SHAPES[index % SHAPES.length] as Shape;
  const last = index === count - 1;
  return {
    uscc: last ? withWrongCheck(uscc) : uscc,
    becomes: last ? "review" : "registered",
    name,
    districtCode: unit.code,
    industryCode,
    aboveScale: interns >= 20,
    staff: interns * roll.between(11, 24) + roll.between(5, 40),
    contact: { name: ordinaryName(roll), phone: phoneNumber(index) },
    account: {
      bankName: "崤函农村商业银行",
      bankCode: `40250500${String(1000 + index)}`,
      accountName: name,
      accountNo: accountNumber(roll.between(1, 999_999) * 100 + index),
    },
    certifications: certificationsOf(index, count),
    interns,
    shape,
    week: index % 3 === 1 || index === CERTIFIED_TO_20_JUNE ? 6 : 5,
    // An evening shift over midnight needs a file with times in it.
    shift: SHIFTS[shape === "utf8-csv" && index >= 5 ? 2 : index % 2] as Enterprise["shift"],
    dateStyle: dateStyleOf(shape, index),
    afterFirstFile: afterFirstFile(index, count),
  };
}

const SHIFTS = [
  { from: "08:30", to: "17:00" },
  { from: "08:00", to: "16:30" },
  { from: "16:00", to: "00:30" },
];

// Places of the enterprises whose certification is out of the ordinary.
const CERTIFIED_TO_20_JUNE = 7;
const CERTIFIED_FROM_15_JUNE = 24;
const NOT_CERTIFIED = 12;
const REJECTED = 20;
const CERTIFIED_OTHERWISE = 27;

function certificationsOf(index: number, count: number): Certification[] {
  const documentNo = `三产教〔2026〕${index + 1}号`;
  const compliant = (validFrom: string, validTo: string): Certification => ({
    kind: "internship-compliant",
    decision: "approve",
    validFrom,
    validTo,
    documentNo,
    reason: "现场核查符合实习实训规范",
  });
  const listed = (kind: "cultivated" | "certified"): Certification => ({
    ...compliant("2026-03-01", "2028-12-31"),
    kind,
    documentNo: `豫发改社会〔2026〕${index + 1}号`,
    reason: "列入产教融合型企业名单",
  });
  if (index === count - 1 || index === NOT_CERTIFIED) return [];
  if (index === REJECTED) {
    const reason = "未提供实习学生责任保险";
    return [{ kind: "internship-compliant", decision: "reject", documentNo, reason }];
  }
  if (index === CERTIFIED_OTHERWISE) return [listed("certified")];
  if (index === CERTIFIED_FROM_15_JUNE) return [compliant("2026-06-15", "2026-12-31")];
  if (index === CERTIFIED_TO_20_JUNE) return [compliant("2025-06-21", "2026-06-20")];
  const wholeYear = compliant("2026-01-01", "2026-12-31");
  return index % 4 === 0 ? [wholeYear, listed(index % 8 === 0 ? "certified" : "cultivated")] : [wholeYear];
}

function dateStyleOf(shape: Shape, index: number): Enterprise["dateStyle"] {
  if (shape === "gb18030-csv") return "slash";
  if (shape === "utf8-csv") return index % 2 === 0 ? "dot" : "iso";
  if (shape === "template-xlsx") return index % 2 === 0 ? "iso" : "cell";
  return "iso";
}

function afterFirstFile(index: number, count: number): Enterprise["afterFirstFile"] {
  if (index === 3) return "corrected-whole";
  if (index === 1) return "sent-again";
  return index === 6 && count > 6 ? "corrected-part" : "nothing";
}
