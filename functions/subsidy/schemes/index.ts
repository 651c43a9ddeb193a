import { internship } from "./internship/index.ts";

/** Every scheme the city pays. */
export const schemes = [internship] as const;
