import { expect, test } from "vitest";
import { ObjectionsPage } from "../../../functions/portal/objections.tsx";
import { MonthPage } from "../../../functions/portal/page.tsx";
import { PublicityPage } from "../../../functions/portal/publicity.tsx";
import { RulesPage } from "../../../functions/portal/rules.tsx";
import { month, overview, place, ranking, rule } from "./data.ts";

const render = async (over: Parameters<typeof month>[0] = {}): Promise<string> =>
  String(await MonthPage(month(over)));
const finance = { sub: "wang", roles: ["finance" as const], token: "t" };

test("a page carries no script and no inline style, which its policy would refuse", async () => {
  const pages = [
    await render({ ranking: ranking([place()]) }),
    String(await PublicityPage({ period: "2026-06", list: { items: [], cursor: null }, visitor: null })),
    String(await RulesPage({ rules: [rule()], visitor: null })),
  ];
  for (const page of pages) expect(page).not.toMatch(/<script|style=|\son\w+=|javascript:/);
});

test("a month that runs refreshes itself, unless its reader stops that or it is settled", async () => {
  const refresh = 'http-equiv="refresh"';
  expect(await render()).toContain(refresh);
  expect(await render({ paused: true })).not.toContain(refresh);
  expect(await render({ overview: overview({ status: "settled" }) })).not.toContain(refresh);
});

test("every figure stands there as the API gave it, and readable", async () => {
  const page = await render();
  expect(page).toContain('value="58435714" data-total="accruedFen">584,357.14<');
  expect(page).toContain('value="452" data-total="rows.rejected">452<');
});

test("the ranking has a table row and a bar for each unit, best first, and tells what changed", async () => {
  const places = [
    place({ total: 101.5, previous: { rank: 3 } }),
    place({ unitId: "411203", name: "陕州区", rank: 2, total: 50.75, grade: "差", vetoed: true }),
  ];
  const page = await render({ ranking: ranking(places) });
  expect(page.match(/<tr data-unit/g)).toHaveLength(2);
  expect(
    [...page.matchAll(/class="bar" x="0" y="\d+" width="([\d.]+%)"/g)].map(([, width]) => width),
  ).toEqual(["100.00%", "50.00%"]);
  expect(page).toContain("▲ 2");
  expect(page).toContain("一票否决");
});

test("text from outside is escaped", async () => {
  const page = await render({ ranking: ranking([place({ name: "<script>alert(1)</script>" })]) });
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>");
});

test("what is not there yet is said, not left blank", async () => {
  const page = await render({
    overview: overview({ status: "open", uploads: { total: 0, processed: 0, rejected: 0 } }),
  });
  for (const words of ["本月还没有上传考勤", "本月排名尚未公布", "月结后提供", "拨付后提供"])
    expect(page).toContain(words);
  expect(page).not.toContain('href="/downloads');
});

test("files are offered by role once they exist", async () => {
  const settled = overview({ status: "settled" });
  expect(await render({ overview: settled })).toContain("财政人员登录后下载");
  expect(await render({ overview: settled, visitor: { ...finance, roles: ["officer"] } })).toContain(
    "需要财政角色",
  );
  const page = await render({ overview: settled, visitor: finance });
  expect(page).toContain("可以下载");
  for (const name of ["settlement.xlsx", "settlement.csv", "payment.csv", "payment.xml"])
    expect(page).toContain(`/downloads/2026-06/${name}`);
});

test("the list as data is for everybody, the objections for those who answer them", async () => {
  const settled = overview({ status: "settled" });
  const page = await render({ overview: settled });
  expect(page).toContain('href="/v1/publicity/2026-06/publicity.csv"');
  expect(page).toContain("经办、财政与审计人员登录后查看");
  expect(await render({ overview: settled, visitor: finance })).toContain("可以查看");
  const school = await render({ overview: settled, visitor: { ...finance, roles: ["school"] } });
  expect(school).toContain("需要经办、财政或审计角色");
});

const objection = (over: object = {}) => ({
  id: "2026-06-01J",
  status: "open" as const,
  lineIds: ["L1", "L2"],
  filedAt: "2026-07-06T01:30:00Z",
  text: "<b>并未到岗</b>",
  reason: null,
  ...over,
});
const objections = async (items: ReturnType<typeof objection>[], cursor: string | null = null) =>
  String(await ObjectionsPage({ period: "2026-06", list: { items, cursor }, visitor: finance }));

test("objections say when, against which lines, what, and how they were decided", async () => {
  const page = await objections([objection(), objection({ id: "2", status: "dismissed", reason: "已核实" })]);
  for (const words of ["2026-07-06 09:30", "L2", "待处理", "驳回", "已核实", "&lt;b&gt;并未到岗"])
    expect(page).toContain(words);
  expect(page.match(/data-objection/g)).toHaveLength(2);
  expect(await objections([objection({ text: null })], "a+b")).toContain(
    'href="/objections/2026-06?cursor=a%2Bb"',
  );
});

test("a month without objections says so", async () => {
  expect(await objections([])).toContain("没有异议");
});

test("months ahead of now cannot be turned to", async () => {
  const page = await render({ overview: overview({ period: "2026-07" }) });
  expect(page).toContain('rel="prev" href="/?period=2026-06"');
  expect(page).not.toContain("period=2026-08");
});

test("the publicity list turns its pages by the API's cursor", async () => {
  const line = {
    lineId: "L1",
    name: "张＊＊",
    schoolCode: null,
    enterprise: "甲公司",
    earnedPeriod: "2026-06",
    amountFen: -35_714,
    objected: "upheld" as const,
  };
  const page = String(
    await PublicityPage({ period: "2026-06", list: { items: [line], cursor: "a+b" }, visitor: null }),
  );
  expect(page).toContain("-357.14");
  expect(page).toContain("成立");
  expect(page).toContain('href="/publicity/2026-06?cursor=a%2Bb"');
});

test("every rule has an anchor to point at, under its layer, and every page leads there", async () => {
  const rules = [rule(), rule({ code: "night-shift", layer: "meaning", severity: "violation" })];
  const page = String(await RulesPage({ rules, visitor: null }));
  for (const id of ["bad-date", "night-shift", "layer-row", "layer-meaning"])
    expect(page).toContain(`id="${id}"`);
  expect(page.indexOf('id="layer-meaning"')).toBeLessThan(page.indexOf('id="night-shift"'));
  expect(page).toContain("severity-violation");
  expect(await render()).toContain('href="/rules"');
});
