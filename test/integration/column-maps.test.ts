import { expect, test } from "vitest";
import { enterprise } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { certifiedEnterprise, placed, send, type UploadView, uploadView } from "./one-enterprise.ts";

const held = useStage();
const OWN_FILE = "代号,哪天,干了多久\nE511,2026-06-01,8\nE511,2026-06-02,7.5\n";
const MAP = { name: "车间登记表", columns: { 代号: "employeeNo", 哪天: "date", 干了多久: "hours" } };

let uscc = "";
let id = "";

const path = () => `/v1/enterprises/${uscc}/column-maps`;
interface Maps {
  version: number;
  maps: { name: string | null; columns: Record<string, string> }[];
}

test("a file whose columns nobody knows is refused, and its headings are offered to be explained", async () => {
  uscc = await certifiedEnterprise(held.client, 510);
  await placed(held.client, uscc, 511);
  id = await send(held.client, uscc, OWN_FILE);
  await held.client.settle();
  const view = await uploadView(held.client, uscc, id);
  expect(view).toMatchObject({ status: "rejected", code: "header-not-recognised" });
  expect(view.headings).toEqual(["代号", "哪天", "干了多久"]);
});

test("once they are explained, the file is read again by itself, and files of its kind from then on", async () => {
  const { body } = await held.client.call<Maps>(enterprise(uscc), "PUT", path(), { body: { maps: [MAP] } });
  expect(body).toMatchObject({ version: 1, maps: [MAP] });
  await held.client.settle();
  expect(await uploadView(held.client, uscc, id)).toMatchObject({
    status: "accepted",
    code: null,
    headings: [],
    rows: { total: 2, accepted: 2 },
  });
  const later = await send(held.client, uscc, OWN_FILE.replace("7.5", "6"));
  await held.client.settle();
  expect((await uploadView(held.client, uscc, later)).status).toBe("accepted");
});

test("the report of such a file shows it as it is", async () => {
  const { body } = await held.client.call<{ location: string }>(
    enterprise(uscc),
    "GET",
    `/v1/uploads/${id}/report`,
  );
  expect((await fetch(body.location)).status).toBe(200);
});

test("maps are remembered, replaced as a whole, and refused with the place of what is wrong", async () => {
  const refused = { maps: [{ columns: { 代号: "employeeNo", 哪天: "date", 干了多久: "duration" } }] };
  const answer = await held.client.call<{ code: string; pointer: string }>(enterprise(uscc), "PUT", path(), {
    body: refused,
    expect: [422],
  });
  expect(answer.body).toMatchObject({ code: "unknown-field", pointer: "/maps/0/columns/干了多久" });
  expect((await held.client.call<Maps>(enterprise(uscc), "GET", path())).body).toMatchObject({
    version: 1,
    maps: [MAP],
  });
  await held.client.call(enterprise(uscc), "PUT", path(), { body: { maps: [] } });
  expect((await held.client.call<Maps>(enterprise(uscc), "GET", path())).body).toMatchObject({
    version: 2,
    maps: [],
  });
});

test("nobody else reads or writes them", async () => {
  const foreign = enterprise("91411224MA9TE5T12B");
  await held.client.call(foreign, "GET", path(), { expect: [403] });
  await held.client.call(foreign, "PUT", path(), { body: { maps: [] }, expect: [403] });
});

test("a map without a name has none", async () => {
  const { name: _, ...unnamed } = MAP;
  const { body } = await held.client.call<Maps>(enterprise(uscc), "PUT", path(), {
    body: { maps: [unnamed] },
  });
  expect(body.maps[0]?.name).toBeNull();
  const view: UploadView = await uploadView(held.client, uscc, id);
  expect(view.status).toBe("accepted");
});
