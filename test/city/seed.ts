import { defaultPolicies } from "../../functions/subsidy/policy.ts";
import { Client } from "./client.ts";
import { people } from "./people.ts";
import { DISTRICTS, GROUPS, SCHOOLS, ZONES } from "./units.ts";

/** What every stage begins with: districts and zones, one school, and the default policies, all marked 待确认. */
export async function seed({ url }: { url: string }): Promise<void> {
  const client = new Client(url);
  const send = (path: string, body?: unknown, by: (typeof people)["officer"] = people.officer) =>
    client.call(by, "POST", path, { ...(body ? { body } : {}), expect: [200, 201, 409] });
  for (const district of [...DISTRICTS, ...ZONES]) {
    await send("/v1/units", {
      ...district,
      ...(district.kind === "district" ? { gbCode: district.code } : {}),
      group: GROUPS.places,
    });
  }
  await send("/v1/schools", SCHOOLS[0]);
  for (const policy of defaultPolicies) {
    await send("/v1/policies", policy);
    await send(`/v1/policies/${policy.scheme}/${policy.version}/publish`, undefined, people.secondOfficer);
  }
}
