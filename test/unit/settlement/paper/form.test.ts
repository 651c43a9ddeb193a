import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import type { About } from "../../../../functions/settlement/paper/about.ts";
import { approvalForm } from "../../../../functions/settlement/paper/form/approval-form.ts";
import { Tally } from "../../../../functions/settlement/paper/tally.ts";
import { about, line, manyParts, part } from "./parts.ts";

const FONT = readFileSync(
  fileURLToPath(import.meta.resolve("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf")),
);

const drawn = async (tally: Tally, facts: About = about()): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(approvalForm(tally, facts, FONT)));

/** The text of each page, without its blanks. */
async function pagesOf(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
  return text.map((page) => page.replace(/\s/g, ""));
}

async function tallied(enterprises: number): Promise<Tally> {
  const tally = new Tally();
  for await (const one of manyParts(enterprises, 2)) tally.add(one);
  return tally;
}

test("the form says what is asked for, in figures and in words, and on what grounds", async () => {
  const tally = new Tally();
  const money = { owedFen: 123_456_789, waitingFen: 0, payableFen: 123_456_789 };
  tally.add(part("91411200000000001X", "三门峡宏达机械有限公司", [line(1, money)]));
  const [page] = await pagesOf(await drawn(tally));
  for (const expected of [
    "示范市产教融合补贴结算审批表",
    "2026年6月",
    "1,234,567.89元",
    "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分",
    "internship2026-01文号待确认1行",
    "2026-07-05至2026-07-10",
    "finance-a2026-07-05",
    "经办人",
    "复核人",
    "审批人",
    "日期",
    about().fingerprint,
    "91411200000000001X三门峡宏达机械有限公司11,234,567.890.001,234,567.89",
    "第1页共1页",
  ])
    expect(page).toContain(expected);
});

test("it goes on over as many pages as it takes, each under the same heading, and those who sign find one place", async () => {
  const tally = await tallied(120);
  const pages = await pagesOf(await drawn(tally));
  expect(pages.length).toBeGreaterThan(2);
  pages.slice(0, -1).forEach((page, at) => {
    expect(page).toContain("序号统一社会信用代码企业行数");
    expect(page).toContain(`第${at + 1}页共${pages.length}页`);
  });
  const text = pages.join("");
  for (const { uscc } of tally.enterprises) expect(text.split(uscc)).toHaveLength(2);
  expect(pages.filter((page) => page.includes("审批人"))).toHaveLength(1);
});

test("once it is approved, it says by whom, and how many have objected", async () => {
  const month = { ...about().month, approvedBy: "finance-b", approvedAt: "2026-07-13T02:00:00.000Z" };
  const [page] = await pagesOf(await drawn(await tallied(1), about({ month, objections: 2 })));
  expect(page).toContain("finance-b2026-07-13");
  expect(page).toContain("2件");
});

test("every character has a glyph, and a name that is long gets more lines", async () => {
  const tally = new Tally();
  const long = "河南省三门峡市湖滨区崤山路㙓㵐龑犇骉䶮智能装备制造与职业教育产教融合（集团）股份有限责任公司";
  tally.add(part("91411200000000001X", long, [line(1)]));
  const pdf = await drawn(tally);
  expect((await pagesOf(pdf))[0]).toContain(long);
  const shown = glyphs(pdf);
  expect(shown.length).toBeGreaterThan(300);
  expect(shown).not.toContain("0000");
});

test("the same facts give the same bytes", async () => {
  expect(await drawn(await tallied(3))).toEqual(await drawn(await tallied(3)));
});

/** The numbers of all glyphs on the pages; 0000 is the box that a font shows for what it doesn't have. */
function glyphs(pdf: Buffer): string[] {
  const found: string[] = [];
  for (const [, content = ""] of pdf.toString("latin1").matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    const text = inflated(content);
    if (!/\bTf\b/.test(text)) continue;
    for (const [, hex = ""] of text.matchAll(/<([0-9a-f]+)>/g)) found.push(...(hex.match(/.{4}/g) ?? []));
  }
  return found;
}

function inflated(content: string): string {
  try {
    return inflateSync(Buffer.from(content, "latin1")).toString("latin1");
  } catch {
    return "";
  }
}
