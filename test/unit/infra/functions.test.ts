import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entries } from "../../../infra/bundle.ts";
import { BUNDLES } from "../../../infra/functions.ts";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();
const handlers = city
  .ofType("AWS::Lambda::Function")
  .filter(
    (one) =>
      one.properties["Handler"] === "index.handler" &&
      one.properties["Description"]?.startsWith("functions/"),
  );

/** Kilobytes as esbuild counts them. */
const API_BUDGET_BYTES = 300 * 1024;

describe("functions", () => {
  it("are exactly the declared ones, each deployed once", () => {
    expect(handlers.map((one) => one.properties["Description"]).sort()).toEqual(
      Object.values(entries()).sort(),
    );
  });

  it.each(handlers.map((one) => [one.properties["Description"] as string, one] as const))(
    "%s runs on Node 24 with a time limit and an own log kept for a year",
    (_, one) => {
      expect(one.properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
      expect(one.properties["Timeout"]).toBeGreaterThan(3);
      expect(one.properties["MemorySize"]).toBeGreaterThanOrEqual(256);
      expect(one.properties["TracingConfig"]).toBeUndefined();
      const [log] = city.targets(one, one.properties["LoggingConfig"].LogGroup);
      const group = city
        .ofType("AWS::Logs::LogGroup")
        .find((candidate) => pathOf(candidate) === log) as Resource;
      expect(group.properties["RetentionInDays"]).toBeGreaterThanOrEqual(184);
      expect(group.onRemoval).toMatchObject({ DeletionPolicy: "Retain" });
    },
  );

  it("which answer people give up before the gateway does", () => {
    for (const one of handlers.filter(({ properties }) =>
      /\/(api|rulebook|applications|bank|ledger|payments|publicity|pages|inbox)\.ts$/.test(
        properties["Description"],
      ),
    )) {
      expect(one.properties["Timeout"]).toBeLessThan(30);
    }
  });

  it("share no role", () => {
    const roles = handlers.map((one) => city.targets(one, one.properties["Role"])[0]);
    expect(new Set(roles).size).toBe(handlers.length);
  });
});

describe("bundles", () => {
  it("lie where the stacks look, and nothing else does", () => {
    const folders = readdirSync(BUNDLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => `${folder.name}/index`).sort()).toEqual(Object.keys(entries()).sort());
  });

  it.each(
    Object.keys(entries()).filter((entry) =>
      /-(api|rulebook|applications|bank|ledger|payments|publicity|inbox)\//.test(entry),
    ),
  )("%s keeps to the budget of 300 KB", (entry) => {
    expect(statSync(join(BUNDLES, `${entry}.js`)).size).toBeLessThanOrEqual(API_BUDGET_BYTES);
  });

  it.each(Object.keys(entries()))(
    "%s carries no source map and looks for credentials in the environment only",
    (entry) => {
      const code = readFileSync(join(BUNDLES, `${entry}.js`), "utf8");
      expect(code).not.toContain("sourceMappingURL");
      expect(code).not.toMatch(/credential_process|sso_start_url|AWS_CONTAINER_CREDENTIALS/);
    },
  );
});
