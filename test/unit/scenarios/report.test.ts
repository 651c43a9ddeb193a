import { describe, expect, it } from "vitest";
import { type Outcome, readFeature, tellings } from "../../scenarios/report/feature.ts";
import { reportPage } from "../../scenarios/report/page.ts";

const FEATURE = `# language: zh-CN
功能: 分档
  达到哪一档，按哪一档。

  背景:
    假如 「铝业公司」已登记

  场景: 先于任何规则
    那么 应计补贴只有
      | 学生 | 金额   |
      | 小明 | 500.00 |

  规则: 逐行演算

    场景大纲: 出勤 <出勤>
      当 报送<出勤>

      例子: 甲
        | 出勤 |
        | 4天  |
        | 5天  |

      例子: 乙
        | 出勤 |
        | 6天  |
`;
const passed: Outcome = { status: "passed", failure: null };
const failed: Outcome = { status: "failed", failure: "expected 500.00 & got <0.00>" };

describe("the report of the scenarios", () => {
  it("gives each telling its outcome, in the order of the file", () => {
    const feature = readFeature("tiers", FEATURE, [passed, failed, passed]);
    const [loose, ruled] = feature.rules;
    expect(loose).toMatchObject({ name: null, scenarios: [{ name: "先于任何规则", outcomes: [passed] }] });
    const [first] = ruled?.scenarios[0]?.examples ?? [];
    expect(first?.rows).toEqual([
      { cells: ["4天"], outcome: failed },
      { cells: ["5天"], outcome: passed },
    ]);
  });

  it("says of what nobody ran that nobody ran it: a second block of examples, a scenario left out", () => {
    const statuses = (outcomes: Outcome[]) =>
      tellings(readFeature("tiers", FEATURE, outcomes)).map(({ status }) => status);
    expect(statuses([passed, passed, passed])).toEqual(["passed", "passed", "passed", "missing"]);
    expect(statuses([])).toEqual(["missing", "missing", "missing", "missing"]);
  });

  it("shows the tables, the counts, and what failed, as text and never as markup", () => {
    const page = reportPage([readFeature("tiers", FEATURE, [passed, failed, passed])], "2026-07-01 09:00");
    expect(page).toContain('<td class="number">500.00</td>');
    expect(page).toContain("<strong>4</strong> 个场景");
    expect(page).toContain("<strong>2</strong> 个没有通过");
    expect(page).toContain("expected 500.00 &amp; got &lt;0.00&gt;");
    expect(page).toContain('<em class="slot">出勤</em>');
  });
});
