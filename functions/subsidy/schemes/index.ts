import { apprenticeship } from "./apprenticeship/index.ts";
import { baseAward } from "./base-award/index.ts";
import { insurance } from "./insurance/index.ts";
import { internship } from "./internship/index.ts";

/** Every scheme the city pays. */
export const schemes = [internship, insurance, apprenticeship, baseAward] as const;

export const personSchemes = schemes.filter((scheme) => scheme.subject === "person");
export const applicationSchemes = schemes.filter((scheme) => scheme.subject === "application");

export const schemeOf = (id: string) => schemes.find((scheme) => scheme.id === id);
