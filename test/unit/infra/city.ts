import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { buildApp } from "../../../infra/app.ts";
import { bundleFunctions } from "../../../infra/bundle.ts";

export interface Resource {
  stack: string;
  id: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape, and the tests look everywhere into it
  properties: Record<string, any>;
  dependsOn: readonly string[];
  /** What becomes of it when it is taken out of the template. */
  onRemoval: { DeletionPolicy?: string; UpdateReplacePolicy?: string };
}

interface Template {
  Resources: Record<
    string,
    {
      Type: string;
      Properties?: object;
      DependsOn?: string[];
      DeletionPolicy?: string;
      UpdateReplacePolicy?: string;
    }
  >;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

/** The synthesised templates of the whole city, to ask questions of. */
export interface City {
  templates: Record<string, Template>;
  resources: readonly Resource[];
  ofType: (type: string) => Resource[];
  /** `Stack/LogicalId` of what a value refers to, through exports; a composed value has several. */
  targets: (from: Resource, value: unknown) => string[];
}

// CloudFormation's own rules take longer than everything else here; nag.test.ts has them checked once for all
process.env["CDK_VALIDATION"] = "false";

/** Synthesises the city as the CDK would, with other context where a test asks for it. */
export async function synthesise(context: Record<string, unknown> = {}): Promise<City> {
  await bundleFunctions();
  const outdir = mkdtempSync(join(tmpdir(), "templates-"));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));
  const assembly = buildApp({ context, outdir }).synth();
  const templates = Object.fromEntries(
    assembly.stacks.map((stack) => [stack.stackName, stack.template as Template]),
  );
  const resources = Object.entries(templates).flatMap(([stack, template]) => resourcesOf(stack, template));
  const exported = exportsOf(templates);
  return {
    templates,
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    targets: (from, value) => targetsIn(from.stack, value, exported),
  };
}

export const pathOf = ({ stack, id }: Resource): string => `${stack}/${id}`;

function resourcesOf(stack: string, { Resources }: Template): Resource[] {
  return Object.entries(Resources).map(([id, { Type, Properties = {}, DependsOn = [], ...onRemoval }]) => ({
    stack,
    id,
    type: Type,
    properties: Properties,
    dependsOn: DependsOn,
    onRemoval,
  }));
}

function exportsOf(templates: Record<string, Template>): Map<string, { stack: string; value: unknown }> {
  const found = Object.entries(templates).flatMap(([stack, { Outputs = {} }]) =>
    Object.values(Outputs).flatMap(({ Export, Value }) =>
      Export ? [[Export.Name, { stack, value: Value }] as const] : [],
    ),
  );
  return new Map(found);
}

function targetsIn(stack: string, value: unknown, exported: ReturnType<typeof exportsOf>): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => targetsIn(stack, part, exported));
  if (value === null || typeof value !== "object") return [];
  const { Ref, "Fn::GetAtt": attribute, "Fn::ImportValue": imported } = value as Record<string, unknown>;
  if (typeof Ref === "string") return Ref.startsWith("AWS::") ? [] : [`${stack}/${Ref}`];
  if (Array.isArray(attribute)) return [`${stack}/${attribute[0]}`];
  const source = typeof imported === "string" ? exported.get(imported) : undefined;
  if (source) return targetsIn(source.stack, source.value, exported);
  return Object.values(value).flatMap((part) => targetsIn(stack, part, exported));
}
