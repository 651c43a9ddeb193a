import type { Upload } from "../upload.ts";
import type { WalkOptions } from "./walk.ts";

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/**
 * How the rows of an upload are judged: a school's roster names its own students only.
 * @param isRegistered whether there is a school of this code
 */
export function walkOptions(
  { period, source, announcedFor }: Pick<Upload, "period" | "source" | "announcedFor">,
  isRegistered: (schoolCode: string) => Promise<boolean>,
): WalkOptions {
  return {
    period,
    refusalOf: async (code) => {
      if (source === "school" && code !== announcedFor)
        return { code: "roster-foreign-school", expected: announcedFor };
      return CODE.test(code) && (await isRegistered(code)) ? null : { code: "roster-unknown-school" };
    },
  };
}

/** The schools that there were when the roster was first read. */
export const registeredThen =
  (schools: readonly string[]): ((schoolCode: string) => Promise<boolean>) =>
  async (code) =>
    schools.includes(code);
