import { describe, expect, it } from "vitest";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Effect: string;
}

/** One statement of a role, in lists. */
interface Grant {
  from: Resource;
  role: string;
  effect: string;
  actions: string[];
  resources: unknown[];
}

const listed = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** Every statement of every role, with the role's path. */
const statements: Grant[] = [
  ...city
    .ofType("AWS::IAM::Policy")
    .flatMap((policy) =>
      city
        .targets(policy, policy.properties["Roles"])
        .flatMap((role) => read(policy, role, policy.properties["PolicyDocument"])),
    ),
  ...city
    .ofType("AWS::IAM::Role")
    .flatMap((role) =>
      (role.properties["Policies"] ?? []).flatMap((inline: { PolicyDocument: unknown }) =>
        read(role, pathOf(role), inline.PolicyDocument),
      ),
    ),
];

function read(from: Resource, role: string, document: unknown): Grant[] {
  return (document as { Statement: Statement[] }).Statement.map(({ Action, Resource, Effect }) => ({
    from,
    role,
    effect: Effect,
    actions: listed(Action),
    resources: listed(Resource as unknown[]),
  }));
}

/** What a role may do with the resource at a path that begins so. */
function allowed(role: string, target: string): string[] {
  const own = statements.filter((one) => one.role === role);
  const about = own.filter((one) =>
    one.resources.some((resource) =>
      city.targets(one.from, resource).some((path) => path.startsWith(target)),
    ),
  );
  return [...new Set(about.flatMap((one) => one.actions))].sort();
}

const handlers = city
  .ofType("AWS::Lambda::Function")
  .filter((one) => one.properties["Description"]?.startsWith("functions/"));
const roleOf = (source: string): string => {
  const handler = handlers.find(
    (one) => one.properties["Description"] === `functions/${source}.ts`,
  ) as Resource;
  return city.targets(handler, handler.properties["Role"])[0] ?? "none";
};
const sources = handlers.map((one) =>
  (one.properties["Description"] as string).slice("functions/".length, -".ts".length),
);

const ORDER = ["registry", "placement", "attendance", "subsidy", "settlement", "assessment"];
const stackOf = (context: string): string => `Ronghe-${context.charAt(0).toUpperCase()}${context.slice(1)}`;

describe("permissions", () => {
  it("nobody may do everything, or anything with everything", () => {
    const actions = statements.flatMap((one) => one.actions.filter((action) => action.includes("*")));
    expect(actions).toEqual([]);
    const everywhere = statements.filter((one) => one.resources.includes("*"));
    expect(everywhere.map((one) => one.role)).toEqual([]);
  });

  it("the only stars left stand for the objects of a named bucket, which have no ARN before they exist", () => {
    const starred = statements.filter((one) => JSON.stringify(one.resources).includes("*"));
    const actions = new Set(starred.flatMap((one) => one.actions));
    expect([...actions].sort()).toEqual(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]);
    for (const one of starred)
      expect(one.resources.flatMap((resource) => city.targets(one.from, resource))).not.toHaveLength(0);
  });

  it("no role carries a policy that AWS manages and may widen", () => {
    const managed = city.ofType("AWS::IAM::Role").filter((role) => role.properties["ManagedPolicyArns"]);
    // the CDK's helper that tells S3 of the queue comes with its own policy for logs, unless it is given a role
    expect(managed.map(pathOf)).toEqual([]);
  });

  it.each(sources)("%s adds to the record of changes at most", (source) => {
    expect(["", "dynamodb:PutItem"]).toContain(allowed(roleOf(source), "Ronghe-Foundation/Audit").join());
  });

  it.each(sources)("%s writes to no neighbour's table, and reads only to its left", (source) => {
    const context = source.split("/")[0] ?? "";
    for (const neighbour of ORDER.filter((other) => other !== context)) {
      const may = allowed(roleOf(source), `${stackOf(neighbour)}/Table`);
      expect(["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"]).toEqual(
        expect.arrayContaining(may),
      );
      if (may.length > 0) expect(ORDER.indexOf(neighbour)).toBeLessThan(ORDER.indexOf(context));
    }
  });

  it("the vault opens to those who must name a person, and to nobody else", () => {
    const opened = sources.filter((source) => allowed(roleOf(source), "Ronghe-Foundation/Vault").length > 0);
    expect(opened.sort()).toEqual([
      "attendance/ingest",
      "attendance/reread",
      "partners/api",
      "partners/inbox",
      "placement/api",
      "placement/partners",
      "placement/roster",
      "registry/api",
      "registry/verify",
      "settlement/payments",
      "settlement/publicity",
      "settlement/transfers",
    ]);
    for (const source of opened) {
      expect(allowed(roleOf(source), "Ronghe-Foundation/VaultKey")).toEqual([
        "kms:Decrypt",
        "kms:GenerateDataKey",
      ]);
    }
  });

  it("originals are read by those who take files in, and written and given back through links that one signs", () => {
    const originals = (source: string) => allowed(roleOf(source), "Ronghe-Attendance/Originals");
    const readers = ["ingest", "reread", "answers", "render"].map((name) => `attendance/${name}`);
    for (const reader of readers) expect(originals(reader)).toEqual(["s3:GetObject", "s3:ListBucket"]);
    expect(originals("attendance/api")).toEqual([
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
    ]);
    const others = sources.filter((source) => ![...readers, "attendance/api"].includes(source));
    expect(others.flatMap(originals)).toEqual([]);
  });

  it("nothing that a function runs can delete an object, a version or a table", () => {
    const actions = statements.flatMap((one) => one.actions);
    expect(
      actions.filter((action) => /^(s3:Delete|dynamodb:DeleteTable|kms:ScheduleKeyDeletion)/.test(action)),
    ).toEqual([]);
  });

  it.each(sources)("every setting of %s that names something comes with a permission for it", (source) => {
    const handler = handlers.find(
      (one) => one.properties["Description"] === `functions/${source}.ts`,
    ) as Resource;
    const variables = Object.entries(
      (handler.properties["Environment"]?.Variables ?? {}) as Record<string, unknown>,
    );
    for (const [name, value] of variables.filter(([name]) =>
      /_?(TABLE|BUCKET|TOPIC|KEY|QUEUE_URL)$/.test(name),
    )) {
      const [target = "nothing"] = city.targets(handler, value);
      expect(allowed(roleOf(source), target), name).not.toEqual([]);
    }
  });

  it("the keys turn every year, and the vault's outlives its stack", () => {
    for (const key of city.ofType("AWS::KMS::Key")) expect(key.properties["EnableKeyRotation"]).toBe(true);
    const vault = city.ofType("AWS::KMS::Key").find((key) => key.id.startsWith("Vault")) as Resource;
    expect(vault.onRemoval).toMatchObject({ DeletionPolicy: "Retain" });
  });
});
