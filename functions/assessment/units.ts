import type { registryQueries } from "../registry/queries.ts";
import type { AssessedUnit } from "./assess.ts";

export type UnitRegister = Pick<ReturnType<typeof registryQueries>, "units" | "school">;

/** The units that targets name, as far as they are registered: departments, districts, zones, and schools. */
export async function assessedUnits(
  wanted: readonly { unitId: string }[],
  registry: UnitRegister,
): Promise<Map<string, AssessedUnit>> {
  const units = new Map((await registry.units()).map((unit) => [unit.code, unit]));
  const found = await Promise.all(
    wanted.map(async ({ unitId }): Promise<[string, AssessedUnit][]> => {
      const unit = units.get(unitId);
      if (unit) return [[unitId, { name: unit.name, district: unit.kind === "department" ? null : unitId }]];
      const school = await registry.school(unitId);
      return school ? [[unitId, { name: school.name, district: null }]] : [];
    }),
  );
  return new Map(found.flat());
}
