import { createHash } from "node:crypto";
import type { Blueprint, FunctionSpec } from "./blueprint.ts";
import type { Folder } from "./folder.ts";
import { arn, nameOf } from "./names.ts";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

const TABLE_ACTIONS = [
  ..."GetItem BatchGetItem Query Scan PutItem UpdateItem DeleteItem BatchWriteItem ConditionCheckItem DescribeTable".split(
    " ",
  ),
  ..."PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete".split(" "),
];

/**
 * Who is who, and who may do what: each function has credentials of its own, so that the policies of the templates
 * hold here too. Whoever comes with the stage's own credentials, or with unknown ones to SQS and SNS, is the developer.
 */
export class Access {
  /** Of the developer and of tests. */
  readonly owner: Credentials;
  readonly #blueprint: Blueprint;
  readonly #folder: Folder;
  readonly #functions = new Map<string, FunctionSpec>();

  constructor(blueprint: Blueprint, folder: Folder) {
    this.#blueprint = blueprint;
    this.#folder = folder;
    this.owner = this.#credentials("owner");
    for (const spec of blueprint.functions) this.#functions.set(this.credentialsOf(spec).accessKeyId, spec);
  }

  credentialsOf({ name }: FunctionSpec): Credentials {
    return this.#credentials(`function ${name}`);
  }

  secretOf(accessKeyId: string): string | undefined {
    if (accessKeyId === this.owner.accessKeyId) return this.owner.secretAccessKey;
    const spec = this.#functions.get(accessKeyId);
    return spec && this.credentialsOf(spec).secretAccessKey;
  }

  allows(
    accessKeyId: string,
    action: string,
    resource: string,
    context: Record<string, string> = {},
  ): boolean {
    const spec = this.#functions.get(accessKeyId);
    const question = { principal: spec?.roleArn ?? "developer", action, resource, context };
    return spec ? this.#blueprint.policies.allows(question) : !this.#blueprint.policies.denies(question);
  }

  /** For calls to SQS and SNS. @returns why not, or null */
  refusal(accessKeyId: string, action: string, resource: string): string | null {
    const service = action.split(":")[0] ?? "";
    const named = arn(service, nameOf(resource));
    if (this.allows(accessKeyId, action, named)) return null;
    const who = this.#functions.get(accessKeyId)?.name ?? "developer";
    return `${who} is not authorized to perform: ${action} on resource: ${named}`;
  }

  /** What a function may do with which table or index, e.g. `Query Ronghe-Table/index/gsi1`. */
  tableGrants({ roleArn }: FunctionSpec): string[] {
    const resources = this.#blueprint.tables.flatMap(({ name, definition }) => {
      const indexes = (definition["GlobalSecondaryIndexes"] ?? []) as { IndexName: string }[];
      return [name, ...indexes.map(({ IndexName }) => `${name}/index/${IndexName}`)];
    });
    return resources.flatMap((resource) =>
      TABLE_ACTIONS.filter((action) =>
        this.#blueprint.policies.allows({
          principal: roleArn,
          action: `dynamodb:${action}`,
          resource: arn("dynamodb", `table/${resource}`),
        }),
      ).map((action) => `${action} ${resource}`),
    );
  }

  #credentials(who: string): Credentials {
    const id = createHash("sha256")
      .update(this.#folder.secret(`id of ${who}`))
      .digest("hex")
      .slice(0, 16)
      .toUpperCase();
    return { accessKeyId: `AKIA${id}`, secretAccessKey: this.#folder.secret(`key of ${who}`) };
  }
}
