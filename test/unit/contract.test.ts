import { describe, expect, it } from "vitest";
import { contract } from "../check/contract.ts";
import { drift } from "../check/drift.ts";

type Tree = Record<string, unknown>;

const PRESENT = JSON.stringify(contract());

/** What the check says of a change of the real contract. */
function changed(change: (at: (path: string) => Tree) => void): string[] {
  const [before, after] = [JSON.parse(PRESENT), JSON.parse(PRESENT)] as [Tree, Tree];
  change((path) => {
    const steps = path.split(" ");
    return steps.reduce<unknown>((at, step) => (at as Tree)[step], after) as Tree;
  });
  return drift(before, after);
}

const RANKING = "cn.ronghe.assessment.ranking-published.v1";
const SUBSCRIBE = "paths /v1/subscriptions post";
const BODY = `${SUBSCRIBE} requestBody content application/json schema`;
const ANSWER = `${SUBSCRIBE} responses 201 content application/json schema`;
const LIST = "paths /v1/subscriptions get";

describe("an addition passes:", () => {
  it.each<[what: string, change: (at: (path: string) => Tree) => void]>([
    ["nothing at all", () => undefined],
    ["a route", (at) => Object.assign(at("paths"), { "/v1/new": { get: {} } })],
    ["a role that may call", (at) => Object.assign(at(`${LIST} x-access`), { officer: "anyone" })],
    ["a field of an answer", (at) => Object.assign(at(`${ANSWER} properties`), { more: {} })],
    [
      "a field that may be sent",
      (at) => Object.assign(at(`${BODY} properties`), { more: { type: "string" } }),
    ],
    [
      "a value that may be sent",
      (at) => (at(`${BODY} properties types items enum`) as never as string[]).push("x"),
    ],
    [
      "a parameter",
      (at) => (at(`${LIST} parameters`) as never as Tree[]).push({ name: "new", required: false }),
    ],
    ["other words", (at) => Object.assign(at(SUBSCRIBE), { summary: "other" })],
    ["an event", (at) => Object.assign(at("events"), { "cn.ronghe.new.v1": {} })],
    ["a field of an event", (at) => Object.assign(at(`events ${RANKING} properties`), { more: {} })],
    [
      "a field for subscribers",
      (at) => Object.assign(at(`subscriptions ${RANKING} properties`), { more: {} }),
    ],
    ["a file", (at) => Object.assign(at("files"), { "new.csv": {} })],
    ["a last column", (at) => Object.assign(at("files settlement.csv columns"), { "column 99": "新" })],
    ["a heading that may stand there", (at) => Object.assign(at("files roster headings"), { more: "新" })],
  ])("%s", (_, change) => expect(changed(change)).toEqual([]));
});

describe("what breaks somebody is named:", () => {
  it.each<[what: string, place: string, change: (at: (path: string) => Tree) => void]>([
    ["a route that is gone", "/v1/subscriptions/post", (at) => delete at("paths /v1/subscriptions")["post"]],
    ["a role less", "x-access/partner", (at) => delete at(`${LIST} x-access`)["partner"]],
    ["an answer's field that is gone", "properties/url", (at) => delete at(`${ANSWER} properties`)["url"]],
    [
      "an answer's field that may be missing",
      "required",
      (at) => (at(`${ANSWER} required`) as never as string[]).pop(),
    ],
    [
      "an answer's field of another type",
      "url/type",
      (at) => Object.assign(at(`${ANSWER} properties url`), { type: "object" }),
    ],
    [
      "a field that must be sent",
      "demanded",
      (at) => (at(`${BODY} required`) as never as string[]).push("secret"),
    ],
    [
      "a field that takes less",
      "maxLength",
      (at) => Object.assign(at(`${BODY} properties url`), { maxLength: 20 }),
    ],
    [
      "a new limit of a field",
      "pattern is demanded",
      (at) => Object.assign(at(`${BODY} properties url`), { pattern: "^x" }),
    ],
    [
      "a value that is not taken any more",
      "is gone",
      (at) => (at(`${BODY} properties types items enum`) as never as string[]).pop(),
    ],
    [
      "a parameter that must be sent",
      "demanded",
      (at) => (at(`${LIST} parameters`) as never as Tree[]).push({ name: "new", required: true }),
    ],
    ["an event that is gone", RANKING, (at) => delete at("events")[RANKING]],
    [
      "an event's field that is gone",
      "properties/revision",
      (at) => delete at(`events ${RANKING} properties`)["revision"],
    ],
    [
      "an event's field that may be missing",
      "required",
      (at) => (at(`events ${RANKING} required`) as never as string[]).pop(),
    ],
    [
      "an event's field of another type",
      "revision/type",
      (at) => Object.assign(at(`events ${RANKING} properties revision`), { type: "string" }),
    ],
    [
      "a field that subscribers lose",
      "properties/revision",
      (at) => delete at(`subscriptions ${RANKING} properties`)["revision"],
    ],
    ["a file that is gone", "payment.csv is gone", (at) => delete at("files")["payment.csv"]],
    [
      "a column that has moved",
      "column 1:",
      (at) => Object.assign(at("files settlement.csv columns"), { "column 1": "姓名" }),
    ],
    [
      "a heading that is not known any more",
      "idNumber is gone",
      (at) => delete at("files roster headings")["idNumber"],
    ],
    [
      "a column that must be there",
      "demanded",
      (at) => (at("files roster required") as never as string[]).push("major"),
    ],
  ])("%s", (_, place, change) => {
    const found = changed(change);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(place);
  });
});
