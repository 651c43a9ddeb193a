import * as z from "zod/mini";
import type { InboundEvent } from "../../events/inbound/define.ts";
import type { CloudEvent, Refusal } from "./cloudevent.ts";
import type { Partner } from "./partner.ts";

export type Admission = { kind: InboundEvent; data: unknown } | { refusal: Refusal };

/**
 * Whether a partner may tell this: a type and version that the city knows, a source and type of its own, and data of
 * the type's shape.
 */
export function admit(
  event: CloudEvent,
  { sources, types }: Pick<Partner, "sources" | "types">,
  known: ReadonlyMap<string, InboundEvent>,
): Admission {
  const kind = known.get(event.type);
  if (!kind) return { refusal: UNKNOWN_TYPE };
  if (event.dataschema !== null && versionOf(event.dataschema) !== versionOf(event.type))
    return { refusal: UNKNOWN_VERSION };
  if (!sources.includes(event.source)) return { refusal: FOREIGN_SOURCE };
  if (!types.includes(event.type)) return { refusal: FOREIGN_TYPE };
  const { success, data, error } = z.safeParse(kind.accepts, event.data);
  return success ? { kind, data } : { refusal: invalidData(error.issues) };
}

/** `v1` of `…/student-left.v1`, `…/v1` and `…v1.json`. */
const versionOf = (name: string): string | null => /[./:](v\d+)(\.json)?$/.exec(name)?.[1] ?? null;

/** Names the fields, never what was in them. */
function invalidData(issues: readonly z.core.$ZodIssue[]): Refusal {
  const fields = issues.flatMap((issue) => {
    const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
    return `/data/${path.join("/")}`.slice(0, 100);
  });
  const named = [...new Set(fields)].slice(0, 10).join(", ");
  return {
    status: 422,
    code: "invalid-data",
    zh: `事件内容不符合该类型的约定：${named}`,
    en: `The data does not fit the type: ${named}`,
  };
}

const UNKNOWN_TYPE: Refusal = {
  status: 422,
  code: "unknown-type",
  zh: "没有这一事件类型",
  en: "There is no such type of event",
};
const UNKNOWN_VERSION: Refusal = {
  status: 422,
  code: "unknown-version",
  zh: "dataschema 所指的版本与事件类型不符",
  en: "The version that dataschema names is not the type's",
};
const FOREIGN_SOURCE: Refusal = {
  status: 403,
  code: "foreign-source",
  zh: "该来源不属于此伙伴",
  en: "The source is not the partner's",
};
const FOREIGN_TYPE: Refusal = {
  status: 403,
  code: "foreign-type",
  zh: "此伙伴不得报送该类事件",
  en: "The partner may not send events of this type",
};
