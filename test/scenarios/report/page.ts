import { readFileSync } from "node:fs";
import { html, raw } from "hono/html";
import {
  type ExamplesView,
  type FeatureView,
  type Outcome,
  type RuleView,
  type ScenarioView,
  type StepView,
  tellings,
} from "./feature.ts";

type Markup = ReturnType<typeof html>;

const asset = (name: string) => raw(readFileSync(new URL(name, import.meta.url), "utf8"));
const STATUSES = { passed: "通过", failed: "未通过", skipped: "未执行", missing: "未执行" } as const;

/** All features on one page that needs nothing beside it: tables as the bureau wrote them, and how each telling went. */
export function reportPage(features: readonly FeatureView[], at: string): string {
  const all = features.flatMap(tellings);
  const open = all.filter(({ status }) => status !== "passed").length;
  return String(html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>规则场景 · 融合</title>
<style>${asset("./page.css")}</style>
</head>
<body>
<header>
  <h1>规则场景</h1>
  <p>补贴与考核的规则，一条一条写成例子，由系统逐一演算。这里的每张表都是实际执行的检验。</p>
  <p class="verdict ${open === 0 ? "passed" : "failed"}">
    <strong>${all.length}</strong> 个场景，${open === 0 ? "全部通过" : html`<strong>${open}</strong> 个没有通过`}
    <span class="at">${at}</span>
  </p>
</header>
<div class="columns">
<nav aria-label="目录">
  <input type="search" id="search" placeholder="查找：企业、规则、金额……" aria-label="查找">
  <div class="tools"><button id="open">全部展开</button><button id="close">全部收起</button></div>
  <ol>${features.map(
    (feature) =>
      html`<li><a href="#${feature.id}"><span>${feature.name}</span>${countOf(tellings(feature))}</a></li>`,
  )}</ol>
</nav>
<main>
  <p id="nothing" hidden>没有找到。</p>
  ${features.map(featureSection)}
</main>
</div>
<script>${asset("./page.js")}</script>
</body>
</html>
`);
}

const featureSection = ({ id, name, description, background, rules }: FeatureView): Markup => html`
<section class="feature" id="${id}">
  <h2>${name}</h2>
  <p class="description">${description}</p>
  ${backgroundOf(background)}
  ${rules.map(ruleSection)}
</section>`;

const ruleSection = ({ name, background, scenarios }: RuleView): Markup => html`
<div class="rule">
  ${name === null ? "" : html`<h3>${name}</h3>`}
  ${backgroundOf(background)}
  ${scenarios.map(scenarioCard)}
</div>`;

const backgroundOf = (steps: readonly StepView[]): Markup | string =>
  steps.length === 0
    ? ""
    : html`<details class="background"><summary>背景</summary>${stepList(steps)}</details>`;

const scenarioCard = ({ name, steps, examples, outcomes }: ScenarioView): Markup => html`
<details class="scenario ${worst(outcomes)}"${worst(outcomes) === "passed" ? "" : raw(" open")}>
  <summary><span class="name">${marked(name)}</span>${outcomes.length > 1 ? countOf(outcomes) : badge(worst(outcomes))}</summary>
  ${stepList(steps)}
  ${examples.map(examplesTable)}
  ${outcomes.flatMap(({ failure }) => (failure ? [html`<pre class="failure">${failure}</pre>`] : []))}
</details>`;

const stepList = (steps: readonly StepView[]): Markup =>
  html`<ul class="steps">${steps.map(
    ({ keyword, text, table }) => html`
<li><b class="${kindOf(keyword)}">${keyword}</b> <span>${marked(text)}</span>${table.length > 0 ? tableOf(table) : ""}</li>`,
  )}</ul>`;

/** A table whose first row is its head, unless it is a list of pairs. */
function tableOf(rows: readonly string[][]): Markup {
  const [head = [], ...body] = rows;
  if (isPairs(rows)) {
    return html`<table><tbody>${rows.map(([item, value]) => html`<tr><th scope="row">${item}</th>${cell(value ?? "")}</tr>`)}</tbody></table>`;
  }
  return html`<table><thead><tr>${head.map(headCell)}</tr></thead><tbody>${body.map(
    (row) => html`<tr>${row.map(cell)}</tr>`,
  )}</tbody></table>`;
}

const examplesTable = ({ name, header, rows }: ExamplesView): Markup => html`
<div class="examples"><b>例子</b> ${name}
<table><thead><tr>${header.map(headCell)}<th></th></tr></thead><tbody>${rows.map(
  ({ cells, outcome }) => html`<tr>${cells.map(cell)}<td>${badge(outcome.status)}</td></tr>`,
)}</tbody></table></div>`;

const headCell = (text: string): Markup => html`<th scope="col">${text}</th>`;
const cell = (text: string): Markup =>
  isNumber(text) ? html`<td class="number">${text}</td>` : html`<td>${marked(text)}</td>`;

/** What differs from telling to telling, and what has a name, stands out. */
const marked = (text: string): Markup[] =>
  text
    .split(/(「[^」]+」|<[^>]+>)/)
    .filter(Boolean)
    .map((part) => {
      if (part.startsWith("<")) return html`<em class="slot">${part.slice(1, -1)}</em>`;
      return part.startsWith("「") ? html`<em>${part}</em>` : html`${part}`;
    });

const badge = (status: Outcome["status"]): Markup =>
  html`<span class="badge ${status}">${STATUSES[status]}</span>`;
function countOf(outcomes: readonly Outcome[]): Markup {
  const passed = outcomes.filter(({ status }) => status === "passed").length;
  return html`<span class="badge ${worst(outcomes)}">${passed}/${outcomes.length}</span>`;
}

const WORST_FIRST = ["failed", "missing", "skipped", "passed"] as const;
const worst = (outcomes: readonly Outcome[]): Outcome["status"] =>
  WORST_FIRST.find((status) => outcomes.some((one) => one.status === status)) ?? "missing";

const isNumber = (text: string): boolean => /^(-?[\d,.]+|—)$/.test(text);
const POLICY_ITEMS =
  /^(每月标准|不足月|文号|止于|企业认定|每日最低工时|打卡扣除休息|补报期限|最多月数|最低总月数|每人一次|互斥|违规)$/;
const isPairs = (rows: readonly string[][]): boolean =>
  rows.every((row) => row.length === 2 && POLICY_ITEMS.test(row[0] ?? ""));

function kindOf(keyword: string): string {
  if (/^(假如|假设|假定)/.test(keyword)) return "given";
  if (keyword.startsWith("当")) return "when";
  return keyword.startsWith("那么") ? "then" : "and";
}
