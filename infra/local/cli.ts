import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { FIRST_MORNING, type Stage, startStage } from "./stage.ts";

/** The sample city's month begins a month before. */
const SAMPLE_MORNING = new Date("2026-06-01T08:00:00+08:00");
const DEFAULT_PORT = "4000";

const HELP = `npm start -- [选项 options]
  --empty      不带示例城市 without the sample city
  --once       跑完示例月份后退出 plays the sample month, then ends with its result
  --small      小型示例城市 a sample city of six enterprises
  --fresh      清空后开始 begins with nothing
  --port N     端口 port (${DEFAULT_PORT}, PORT)
  --dir D      数据目录 folder of its state (.local)
  --now TIME   新环境的开始时间 time at which a new stage begins (ISO 8601)`;

/** The sample data lives with the tests and is no part of the stage, so it is loaded by name. */
interface SampleCity {
  play(city: { url: string; scale: "full" | "small" }): Promise<{ ok: boolean }>;
  seed(city: { url: string }): Promise<void>;
}

// a dozen threads on one laptop: half the memory, and no slower
setFlagsFromString("--optimize-for-size");

const say = (line: string): void => console.log(line);

await main().catch((cause: Error) => fail(cause));

async function main(): Promise<void> {
  const started = performance.now();
  const values = readOptions();
  if (values.help) return say(HELP);
  say("融合 · 本地环境正在启动… / Ronghe · the local stage is starting…");
  const begin = values.now ? new Date(values.now) : values.empty ? FIRST_MORNING : SAMPLE_MORNING;
  if (Number.isNaN(begin.getTime()))
    throw new Error(`--now ${values.now}：不是 ISO 8601 时间 / is no time in ISO 8601`);
  const stage = await startStage({
    dir: values.dir,
    port: portOf(values.port),
    fresh: values.fresh,
    now: begin,
    onFailure: fail,
  });
  endWith(stage);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`已就绪（${seconds} 秒）/ ready in ${seconds} s`);
  say(`  网址 address    ${stage.url}`);
  say(`  时钟 clock      ${shanghai(stage.now())}`);
  say(`  数据 state      ${stage.dir}`);
  say(`  日志 logs       ${join(stage.dir, "logs")}`);
  const sample = await sampleCity();
  if (values.empty) return sample.seed({ url: stage.url });
  const { ok } = await sample.play({ url: stage.url, scale: values.small ? "small" : "full" });
  say(`  看这里 look here  ${stage.url}/`);
  if (!values.once) return;
  await stage.stop();
  process.exit(ok ? 0 : 1);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      empty: { type: "boolean", default: false },
      once: { type: "boolean", default: false },
      small: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      port: { type: "string", default: process.env["PORT"] ?? DEFAULT_PORT },
      dir: { type: "string", default: ".local" },
      now: { type: "string" },
    },
  });
  if (values.empty && values.once)
    throw new Error("--once 需要示例城市，不能与 --empty 同用 / --once needs the sample city");
  return values;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Error(`--port ${text}：不是端口号 / is no port number`);
}

async function sampleCity(): Promise<SampleCity> {
  const file = new URL("../../test/city/play.ts", import.meta.url);
  return (await import(file.href)) as SampleCity;
}

/** Ends in order when asked to; the second time at once. */
function endWith(stage: Stage): void {
  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (ending) process.exit(130);
      ending = true;
      say("正在停止… / stopping…");
      void stage.stop().then(() => process.exit(0));
    });
  }
}

function fail(cause: Error): void {
  console.error(`\n${cause.message}`);
  if (process.env["DEBUG"]) console.error(cause.stack);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  console.error(`融合 ${version} · Node ${process.version} · ${process.platform}-${process.arch}`);
  process.exit(1);
}

function shanghai(instant: Date): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    timeZone: "Asia/Shanghai",
  });
  return `${format.format(instant)} Asia/Shanghai`;
}
