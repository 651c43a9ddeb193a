import { registryQueries } from "../../registry/queries.ts";
import type { Upload } from "../upload.ts";
import type { WalkOptions } from "./walk.ts";

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** How the rows of an upload are judged: a school's roster names its own students only. */
export function walkOptions({ period, source, announcedFor }: Upload): WalkOptions {
  const registry = registryQueries();
  return {
    period,
    isKnownSchool: async (code) =>
      (source !== "school" || code === announcedFor) &&
      CODE.test(code) &&
      (await registry.school(code)) !== undefined,
  };
}
