import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FolderInUse } from "../../infra/local/folder.ts";
import { startStage } from "../../infra/local/stage.ts";
import { yuan } from "../../shared/values/money.ts";
import { isPeriod } from "../../shared/values/period.ts";
import type { Audited } from "./audit.ts";
import { auditStage } from "./on-stage.ts";

const USAGE = `npm run audit -- 2026-06 [--dir .local]
  按原始文件、决定与政策重算一个已月结的月份，并与账簿逐项核对；有差异以 1 退出
  derives a closed month again from the original files, the decisions and the policies, and compares it with the
  books; ends with 1 where anything differs, with 2 where there is nothing to compare`;

const say = (line: string): void => console.log(line);

process.exitCode = await main().catch((cause: Error) => {
  console.error(cause.message);
  return 2;
});

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dir: { type: "string", default: ".local" } },
  });
  const [period = ""] = positionals;
  if (!isPeriod(period)) throw new Error(USAGE);
  if (!existsSync(join(values.dir, "dynamodb")))
    throw new Error(
      `${values.dir}：没有数据，先运行 npm start -- --once / holds no city; run npm start -- --once first`,
    );
  const started = performance.now();
  // the city as it lies there, standing still: no message is worked while one looks
  const stage = await startStage({ dir: values.dir, still: true }).catch(explained);
  try {
    say(`审计 ${period} / audit of ${period}`);
    const found = await auditStage(stage, period, say);
    if (typeof found === "string") throw new Error(found);
    print(found);
    say(`${((performance.now() - started) / 1000).toFixed(1)} s`);
    return found.differences === 0 ? 0 : 1;
  } finally {
    await stage.stop();
  }
}

function explained(cause: unknown): never {
  if (!(cause instanceof FolderInUse)) throw cause;
  throw new Error(`${cause.message}
  审计读取静止的数据：请先停止该环境（在其终端按 Ctrl-C），审计后再启动，数据不会丢失；不停机请用 POST /v1/ledger/check
  an audit reads data that stand still: stop that stage (Ctrl-C in its terminal), audit, and start it again, nothing is
  lost; to check the books of a running one, ask it for POST /v1/ledger/check`);
}

function print({ enterprises, files, comparisons, differences }: Audited): void {
  say(`  ${enterprises} 家企业 enterprises · 当月 ${files} 个文件 files of the month`);
  for (const { zh, en, outcome } of comparisons) {
    const { compared, expectedFen, foundFen } = outcome.totals;
    const sides = expectedFen || foundFen ? `  ${yuan(expectedFen)} ↔ ${yuan(foundFen)} 元 yuan` : "";
    const sign = outcome.differences.length === 0 ? "✓" : "✗";
    say(`${sign} ${zh} / ${en}: ${compared}${sides}`);
    for (const { uscc, period, subject, expected, found } of outcome.differences)
      say(`    ${uscc ?? ""} ${period} ${subject}: ${expected} ≠ ${found}`);
  }
  say(differences === 0 ? "全部一致 / everything agrees" : `${differences} 处差异 / differences`);
}
