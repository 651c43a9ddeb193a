import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Template } from "./resolve.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CACHE = join(ROOT, ".build", "stage");
/** Whatever a template or a bundle can depend on. */
const SOURCES = ["infra", "functions", "shared", "events", "cdk.json", "package-lock.json"];
const KEPT = 4;

/** Stands in the templates where the address of the stage's own identity provider goes: its port is not yet known. */
export const ISSUER_PLACEHOLDER = "https://identity.stage.invalid/oidc";
/** The id of the portal's client at the stage's identity provider. */
export const PORTAL_CLIENT = "portal";

/**
 * The folder with the synthesised app, made anew only if its sources have changed.
 * @throws with the output of the CDK or of esbuild when a source does not compile
 */
export async function synthesise(): Promise<string> {
  const folder = join(CACHE, (await hashOfSources()).slice(0, 20));
  if (await exists(join(folder, "manifest.json"))) {
    await utimes(folder, new Date(), new Date());
    return folder;
  }
  await mkdir(CACHE, { recursive: true });
  const half = `${folder}.${process.pid}.tmp`;
  await run([
    fileURLToPath(new URL("./synthesise.ts", import.meta.url)),
    half,
    JSON.stringify({
      oidcIssuer: ISSUER_PLACEHOLDER,
      oidcClientId: PORTAL_CLIENT,
      webhookTargets: "any",
      "aws:cdk:enable-asset-metadata": true,
    }),
  ]);
  // two processes may have made the same at once; either is as good
  await rename(half, folder).catch(() => rm(half, { recursive: true, force: true }));
  await removeOld();
  return folder;
}

/** The templates of a synthesised app by stack name, in the order of the manifest, with the real issuer put in. */
export async function readTemplates(folder: string, issuer: string): Promise<Map<string, Template>> {
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as {
    artifacts: Record<string, { type: string; properties?: { templateFile?: string; stackName?: string } }>;
  };
  const templates = new Map<string, Template>();
  for (const [name, { type, properties }] of Object.entries(manifest.artifacts)) {
    if (type !== "aws:cloudformation:stack" || !properties?.templateFile) continue;
    const text = await readFile(join(folder, properties.templateFile), "utf8");
    templates.set(
      properties.stackName ?? name,
      JSON.parse(text.replaceAll(ISSUER_PLACEHOLDER, issuer)) as Template,
    );
  }
  return templates;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) {
    for (const file of await filesOf(join(ROOT, source))) {
      hash
        .update(file)
        .update("\0")
        .update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await exists(path))) return [];
  if ((await stat(path)).isFile()) return [path];
  const found = await readdir(path, { withFileTypes: true, recursive: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // the stage itself is not part of what it runs
  return files.filter((file) => !file.startsWith(join(ROOT, "infra", "local"))).sort();
}

function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The app could not be synthesised:\n${Buffer.concat(output).toString().trim()}`));
    });
  });
}

/** Keeps the few latest; another process may still be running from them. */
async function removeOld(): Promise<void> {
  const names = await readdir(CACHE);
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(join(CACHE, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const day = 24 * 3600 * 1000;
  const old = dated
    .sort((a, b) => b.at - a.at)
    .slice(KEPT)
    .filter(({ at }) => Date.now() - at > day);
  await Promise.all(old.map(({ name }) => rm(join(CACHE, name), { recursive: true, force: true })));
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
