import { describe, expect, it } from "vitest";
import { type Registration, statusAfter, verify } from "../../../functions/registry/enterprise.ts";

const districts = new Set(["411202", "ZONE-1"]);
const registration = (facts: Partial<Registration> = {}): Registration => ({
  uscc: "91411200MA9TE0T007",
  name: "三门峡铝业有限公司",
  districtCode: "411202",
  industryCode: "3216",
  account: { bankName: "银行", bankCode: "1", accountName: "三门峡铝业有限公司", accountNo: "6222" },
  ...facts,
});

describe("a registration", () => {
  it.each<[string, Partial<Registration>, string[]]>([
    ["is in order", {}, []],
    ["is in a functional zone", { districtCode: "ZONE-1" }, []],
    ["has a code of check character 0", { uscc: "91411200MA9T001300" }, []],
    ["has a code that fails its check", { uscc: "91411200MA9TE0T008" }, ["uscc-check-digit"]],
    ["has a code with letters that do not exist", { uscc: "91411200MA9TE0I007" }, ["uscc-form"]],
    ["is in no district", { districtCode: "410000" }, ["unknown-district"]],
    ["has another's account", { name: "另一公司" }, ["account-name-differs"]],
    [
      "is wrong in every way",
      { uscc: "9", districtCode: "", name: "" },
      ["uscc-form", "unknown-district", "account-name-differs"],
    ],
  ])("that %s", (_, facts, codes) => {
    const findings = verify(registration(facts), districts);
    expect(findings.map(({ code }) => code)).toEqual(codes);
    expect(findings.every(({ zh, en }) => /\p{Script=Han}/u.test(zh) && /[a-z]/.test(en))).toBe(true);
    expect(statusAfter(findings)).toBe(codes.length === 0 ? "registered" : "review");
  });
});
