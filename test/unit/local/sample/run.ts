import { startStage } from "../../../../infra/local/stage.ts";

/** A stage as a process of its own, to be killed: `node run.ts <assembly> <dir>`. */
const [assembly, dir] = process.argv.slice(2) as [string, string];
const stage = await startStage({ assembly, dir });
process.on("SIGTERM", () => void stage.stop().then(() => process.exit(0)));
console.log(JSON.stringify({ url: stage.url, dynamodb: stage.endpoints.dynamodb }));
