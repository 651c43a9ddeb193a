/** One resource of a synthesised template, its properties not yet resolved. */
export interface RawResource {
  stack: string;
  id: string;
  type: string;
  properties: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

export interface Template {
  Resources?: Record<string, Record<string, unknown>>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
}

/** What `Ref` and `Fn::GetAtt` say about a resource of this stage. */
export interface Identity {
  ref: string;
  attributes: Record<string, string>;
}

export interface ResolverOptions {
  /** By stack name. */
  templates: ReadonlyMap<string, Template>;
  /** `AWS::Region`, `AWS::AccountId`, `AWS::Partition`, `AWS::URLSuffix`. */
  pseudo: Record<string, string>;
  identify: (resource: RawResource) => Identity;
}

/** Thrown when a template asks for what the stage cannot honour; the message names the resource and the property. */
export class Unsupported extends Error {
  constructor(stack: string, id: string, what: string) {
    super(`Unsupported: ${stack}/${id} ${what}`);
    this.name = "Unsupported";
  }
}

const NO_VALUE = Symbol("AWS::NoValue");

/** Resolves CloudFormation's functions over all stacks of an app, exports and imports included. */
export class Resolver {
  readonly #templates: ReadonlyMap<string, Template>;
  readonly #pseudo: Record<string, string>;
  readonly #identify: (resource: RawResource) => Identity;
  readonly #exports = new Map<string, { stack: string; value: unknown }>();

  constructor({ templates, pseudo, identify }: ResolverOptions) {
    this.#templates = templates;
    this.#pseudo = pseudo;
    this.#identify = identify;
    for (const [stack, { Outputs = {} }] of templates) {
      for (const [id, { Value, Export, Condition }] of Object.entries(Outputs)) {
        if (!Export || (Condition && !this.condition(stack, Condition))) continue;
        const name = String(this.resolve(stack, Export.Name));
        if (this.#exports.has(name)) throw new Unsupported(stack, id, `exports ${name} a second time`);
        this.#exports.set(name, { stack, value: Value });
      }
    }
  }

  /** Every resource whose condition holds, in template order. */
  *resources(): Generator<RawResource> {
    for (const [stack, { Resources = {} }] of this.#templates) {
      for (const [id, raw] of Object.entries(Resources)) {
        const refused = ["CreationPolicy", "UpdatePolicy"].find((name) => name in raw);
        if (refused) throw new Unsupported(stack, id, `${String(raw["Type"])} ${refused}`);
        const condition = raw["Condition"];
        if (typeof condition === "string" && !this.condition(stack, condition)) continue;
        yield rawResource(stack, id, raw);
      }
    }
  }

  /** The value with every intrinsic function replaced; a property that is `AWS::NoValue` is left out. */
  resolve(stack: string, value: unknown): unknown {
    const resolved = this.#resolve(stack, value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  #resolve(stack: string, value: unknown): unknown {
    if (typeof value === "string" && value.includes("{{resolve:"))
      throw new Unsupported(stack, "", `dynamic reference ${value}`);
    if (Array.isArray(value))
      return value.map((item) => this.#resolve(stack, item)).filter((item) => item !== NO_VALUE);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? ["", undefined];
    if (entries.length === 1 && (name === "Ref" || name === "Condition" || name.startsWith("Fn::"))) {
      if (name !== "Condition" || typeof argument === "string") return this.#call(stack, name, argument);
    }
    const resolved = entries.map(([key, item]) => [key, this.#resolve(stack, item)] as const);
    return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
  }

  #call(stack: string, name: string, argument: unknown): unknown {
    const list = (): unknown[] => this.#resolve(stack, argument) as unknown[];
    switch (name) {
      case "Ref":
        return this.#ref(stack, String(argument));
      case "Fn::GetAtt":
        return this.#attribute(stack, argument);
      case "Fn::ImportValue":
        return this.#import(stack, String(this.#resolve(stack, argument)));
      case "Fn::Sub":
        return this.#substitute(stack, argument);
      case "Fn::Join": {
        const [separator, parts] = list() as [string, unknown[]];
        return parts.join(separator);
      }
      case "Fn::Select": {
        const [index, items] = list() as [number | string, unknown[]];
        return items[Number(index)];
      }
      case "Fn::Split": {
        const [separator, text] = list() as [string, string];
        return text.split(separator);
      }
      case "Fn::Base64":
        return Buffer.from(String(this.#resolve(stack, argument))).toString("base64");
      case "Fn::FindInMap": {
        const [map, top, second] = list().map(String) as [string, string, string];
        const found = this.#template(stack).Mappings?.[map]?.[top]?.[second];
        if (found === undefined) throw new Unsupported(stack, "", `Fn::FindInMap ${map}.${top}.${second}`);
        return found;
      }
      case "Fn::If": {
        const [condition, yes, no] = argument as [string, unknown, unknown];
        return this.#resolve(stack, this.condition(stack, condition) ? yes : no);
      }
      case "Condition":
        return this.condition(stack, String(argument));
      case "Fn::Equals": {
        const [left, right] = list();
        return JSON.stringify(left) === JSON.stringify(right);
      }
      case "Fn::And":
        return list().every(Boolean);
      case "Fn::Or":
        return list().some(Boolean);
      case "Fn::Not":
        return !list()[0];
      default:
        throw new Unsupported(stack, "", name);
    }
  }

  /** Whether a named condition of the stack holds. */
  condition(stack: string, name: string): boolean {
    const declared = this.#template(stack).Conditions?.[name];
    if (declared === undefined) throw new Unsupported(stack, name, "is no condition of this template");
    return Boolean(this.#resolve(stack, declared));
  }

  #ref(stack: string, name: string): unknown {
    if (name === "AWS::NoValue") return NO_VALUE;
    if (name === "AWS::StackName") return stack;
    if (name === "AWS::StackId")
      return `arn:aws:cloudformation:${this.#pseudo["AWS::Region"]}:${this.#pseudo["AWS::AccountId"]}:stack/${stack}/local`;
    const pseudo = this.#pseudo[name];
    if (pseudo !== undefined) return pseudo;
    const parameter = this.#template(stack).Parameters?.[name];
    if (!parameter) return this.#identify(this.#resource(stack, name)).ref;
    if (parameter.Type.startsWith("AWS::SSM::") || parameter.Default === undefined) {
      throw new Unsupported(stack, name, `parameter of type ${parameter.Type} without a value here`);
    }
    return parameter.Default;
  }

  #attribute(stack: string, argument: unknown): string {
    const [id, ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split(".");
    const attribute = rest.join(".");
    const resource = this.#resource(stack, id ?? "");
    const found = this.#identify(resource).attributes[attribute];
    if (found === undefined)
      throw new Unsupported(stack, resource.id, `${resource.type} Fn::GetAtt ${attribute}`);
    return found;
  }

  #import(stack: string, name: string): unknown {
    const found = this.#exports.get(name);
    if (!found) throw new Unsupported(stack, "", `Fn::ImportValue ${name}: no stack exports it`);
    return this.#resolve(found.stack, found.value);
  }

  #substitute(stack: string, argument: unknown): string {
    const [text, own] = Array.isArray(argument)
      ? (argument as [string, Record<string, unknown>])
      : [String(argument), {}];
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      if (name in own) return String(this.#resolve(stack, own[name]));
      return String(name.includes(".") ? this.#attribute(stack, name) : this.#ref(stack, name));
    });
  }

  #resource(stack: string, id: string): RawResource {
    const raw = this.#template(stack).Resources?.[id];
    if (!raw) throw new Unsupported(stack, id, "is no resource or parameter of this template");
    return rawResource(stack, id, raw);
  }

  #template(stack: string): Template {
    const template = this.#templates.get(stack);
    if (!template) throw new Error(`There is no stack ${stack}`);
    return template;
  }
}

const rawResource = (stack: string, id: string, raw: Record<string, unknown>): RawResource => ({
  stack,
  id,
  type: String(raw["Type"]),
  properties: (raw["Properties"] ?? {}) as Record<string, unknown>,
  metadata: (raw["Metadata"] ?? {}) as Record<string, unknown>,
});
