import type { Resource } from "./blueprint.ts";
import { ACCOUNT, nameOf } from "./names.ts";

type Texts = string | readonly string[];

interface Statement {
  Effect: "Allow" | "Deny";
  Action?: Texts;
  NotAction?: Texts;
  Resource?: Texts;
  NotResource?: Texts;
  Principal?: "*" | Record<string, Texts>;
  Condition?: Record<string, Record<string, Texts | boolean>>;
}

export interface Question {
  /** The ARN of a role, or a service such as `sns.amazonaws.com`. */
  principal: string;
  /** e.g. `sqs:SendMessage` */
  action: string;
  /** An ARN. */
  resource: string;
  /** Values of condition keys; what is not here is absent from the request. */
  context?: Record<string, string>;
}

/** Who may do what, as the templates' IAM policies and policies of queues, topics, buckets and keys say. */
export interface Policies {
  allows(question: Question): boolean;
  /** Whether the resource's own policy denies it, to anybody at all. */
  denies(question: Question): boolean;
  /** Whether a service may take on a role. */
  assumable(roleArn: string, service: string): boolean;
}

const KEYS =
  /^(aws:(SecureTransport|SourceArn|SourceAccount|PrincipalArn)|s3:(if-none-match|ObjectCreationOperation)|kms:EncryptionContext:.+)$/;
const ALWAYS: Record<string, string> = { "aws:SecureTransport": "true", "aws:SourceAccount": ACCOUNT };
/** The one policy of AWS's own whose content is known here: it allows a function to write its log. */
const LOGGING = ":policy/service-role/AWSLambdaBasicExecutionRole";
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

/** Reads every policy of an app. @throws Unsupported for a condition the stage cannot decide */
export function readPolicies(byType: (type: string) => Resource[]): Policies {
  const ofRole = new Map<string, Statement[]>();
  const ofResource = new Map<string, Statement[]>();
  const trust = new Map<string, Statement[]>();
  const add = (map: Map<string, Statement[]>, key: string, resource: Resource, document: unknown): void => {
    const { Statement } = document as { Statement: Statement | Statement[] };
    const statements = [Statement].flat();
    for (const statement of statements) assertDecidable(resource, statement);
    map.set(key, [...(map.get(key) ?? []), ...statements]);
  };

  const roles = byType("AWS::IAM::Role");
  const arnOfRole = (name: unknown): string =>
    roles.find(({ identity }) => identity.ref === name)?.identity.attributes["Arn"] ?? String(name);
  for (const role of roles) {
    const arn = role.identity.attributes["Arn"] ?? "";
    const inline = (role.properties["Policies"] ?? []) as { PolicyDocument: unknown }[];
    for (const { PolicyDocument } of inline) add(ofRole, arn, role, PolicyDocument);
    const managed = (role.properties["ManagedPolicyArns"] ?? []) as string[];
    const unknown = managed.find((name) => !name.endsWith(LOGGING));
    if (unknown) throw role.refuse(`ManagedPolicyArns: ${unknown}`);
    add(trust, arn, role, role.properties["AssumeRolePolicyDocument"]);
  }
  for (const policy of byType("AWS::IAM::Policy")) {
    for (const name of policy.properties["Roles"] as string[])
      add(ofRole, arnOfRole(name), policy, policy.properties["PolicyDocument"]);
  }
  for (const policy of byType("AWS::SQS::QueuePolicy")) {
    for (const url of policy.properties["Queues"] as string[]) {
      add(ofResource, `sqs:${url.split("/").at(-1)}`, policy, policy.properties["PolicyDocument"]);
    }
  }
  for (const policy of byType("AWS::SNS::TopicPolicy")) {
    for (const arn of policy.properties["Topics"] as string[])
      add(ofResource, `sns:${nameOf(arn)}`, policy, policy.properties["PolicyDocument"]);
  }
  for (const policy of byType("AWS::S3::BucketPolicy")) {
    add(ofResource, `s3:${policy.text("Bucket")}`, policy, policy.properties["PolicyDocument"]);
  }
  for (const key of byType("AWS::KMS::Key"))
    add(ofResource, `kms:key/${key.identity.ref}`, key, key.properties["KeyPolicy"]);

  const applying = (
    statements: readonly Statement[] | undefined,
    effect: Statement["Effect"],
    question: Question,
  ): Statement[] =>
    (statements ?? []).filter((statement) => statement.Effect === effect && concerns(statement, question));
  const attachedTo = (question: Question, effect: Statement["Effect"]): Statement[] =>
    applying(ofResource.get(resourceKey(question.resource)), effect, question);
  const denies = (question: Question): boolean =>
    attachedTo(question, "Deny").some(({ Principal }) => names(Principal, question.principal));
  const allows = (question: Question): boolean => {
    const own = ofRole.get(question.principal);
    if (applying(own, "Deny", question).length > 0 || denies(question)) return false;
    const attached = attachedTo(question, "Allow");
    if (attached.some(({ Principal }) => names(Principal, question.principal))) return true;
    if (applying(own, "Allow", question).length === 0) return false;
    // a key obeys its own policy alone, unless that leaves the decision to the account
    return !question.action.startsWith("kms:") || attached.some(({ Principal }) => names(Principal, ROOT));
  };
  const assumable = (roleArn: string, service: string): boolean =>
    (trust.get(roleArn) ?? []).some(
      ({ Effect, Principal }) => Effect === "Allow" && names(Principal, service),
    );
  return { allows, denies, assumable };
}

function concerns(
  { Action, NotAction, Resource, NotResource, Condition }: Statement,
  question: Question,
): boolean {
  const action = Action
    ? matchesAny(Action, question.action, true)
    : !matchesAny(NotAction ?? [], question.action, true);
  const resource = Resource
    ? matchesAny(Resource, question.resource)
    : !NotResource || !matchesAny(NotResource, question.resource);
  if (!action || !resource) return false;
  const context: Record<string, string | undefined> = {
    ...ALWAYS,
    "aws:PrincipalArn": question.principal,
    ...question.context,
  };
  return Object.entries(Condition ?? {}).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) =>
      holds(operator, context[key], [values].flat().map(String)),
    ),
  );
}

/** One line of a condition; an absent value fulfils only what says so, as in IAM. */
function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  const plain = operator.replace(/IfExists$/, "");
  if (plain === "Null") return wanted.includes(String(value === undefined));
  const negative = plain.includes("Not");
  if (value === undefined) return negative || operator !== plain;
  switch (plain) {
    case "Bool":
    case "StringEquals":
      return wanted.includes(value);
    case "StringNotEquals":
      return !wanted.includes(value);
    case "ArnEquals":
    case "ArnLike":
    case "StringLike":
      return matchesAny(wanted, value);
    default:
      return !matchesAny(wanted, value);
  }
}

const DECIDABLE =
  /^(Null|(Bool|StringEquals|StringNotEquals|StringLike|StringNotLike|ArnEquals|ArnLike|ArnNotEquals|ArnNotLike)(IfExists)?)$/;

function assertDecidable(resource: Resource, { Condition }: Statement): void {
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    if (!DECIDABLE.test(operator)) throw resource.refuse(`PolicyDocument: condition ${operator}`);
    const unknown = Object.keys(keys).find((key) => !KEYS.test(key));
    if (unknown) throw resource.refuse(`PolicyDocument: condition on ${unknown}`);
  }
}

function names(principal: Statement["Principal"], who: string): boolean {
  if (principal === undefined) return false;
  if (principal === "*") return true;
  return Object.values(principal).some((values) =>
    [values].flat().some((value) => value === "*" || value === who),
  );
}

const matchesAny = (patterns: Texts, text: string, anyCase = false): boolean =>
  [patterns].flat().some((pattern) => wildcard(pattern, anyCase).test(text));

function wildcard(pattern: string, anyCase: boolean): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, anyCase ? "i" : "");
}

/** `sqs:<queue>`, `sns:<topic>`, `s3:<bucket>` or `kms:key/<id>` of an ARN. */
function resourceKey(arn: string): string {
  const [, , service = "", , , ...rest] = arn.split(":");
  const name = rest.join(":");
  return `${service}:${service === "s3" ? name.split("/")[0] : name}`;
}
