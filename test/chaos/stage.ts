import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "../city/client.ts";
import { compare } from "../city/compare.ts";
import { silentDisplay } from "../city/display.ts";
import { buildCity } from "../city/model.ts";
import { play } from "../city/play.ts";
import { dice } from "./engine/chance.ts";
import { freePort, startProcess } from "./process.ts";

/** The shortest and the longest that a stage lives before it is killed. */
const LIVES_MS = [300, 6_000] as const;

/**
 * The sample month on the whole stage, killed without a word at moments that the seed draws, and started again each
 * time; when and where a kill strikes is up to the machine.
 * @returns what is not as the oracle says, and how often it was killed
 */
export async function runOnStage(seed: number): Promise<{ violations: string[]; kills: number }> {
  const roll = dice(seed, "kills");
  const [dir, port] = [await mkdtemp(join(tmpdir(), "ronghe-chaos-")), await freePort()];
  const kills = roll.between(1, 4);
  for (let kill = 0; kill < kills; kill++) {
    const stage = await startProcess(dir, port);
    const playing = play({ url: stage.url, scale: "small", display: silentDisplay }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, roll.between(...LIVES_MS)));
    await stage.kill("SIGKILL");
    await playing;
  }
  const stage = await startProcess(dir, port);
  try {
    const { ok } = await play({ url: stage.url, scale: "small", display: silentDisplay });
    const differences = await compare(new Client(stage.url), buildCity({ scale: "small" }));
    const told = differences.map((difference) => JSON.stringify(difference));
    return { violations: ok ? told : ["the oracle disagrees", ...told], kills };
  } finally {
    await stage.kill("SIGKILL");
    await rm(dir, { recursive: true, force: true });
  }
}
