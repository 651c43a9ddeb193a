import { Problem } from "../../shared/values/problem.ts";

/** A secret of a partner: sealed, and until when it is good; the current one without an end. */
export interface SealedSecret {
  sealed: string;
  since: string;
  until: string | null;
}

/** A system of somebody else that may tell the city things: which, and under which sources. */
export interface Partner {
  partnerId: string;
  name: string;
  sources: string[];
  types: string[];
  status: "active" | "suspended";
  /** The current one first; beside it at most the one before. */
  secrets: SealedSecret[];
  version: number;
}

/** Of a rotation, unless the administrator says otherwise: a day in which the partner changes over. */
export const OVERLAP_HOURS = 24;

/** With a new secret. The one before stays good for a while; one before that ends at once. */
export function rotated(partner: Partner, sealed: string, overlapHours: number, at: Date): Partner {
  const until = new Date(at.getTime() + overlapHours * 3_600_000).toISOString();
  const [current] = partner.secrets;
  return {
    ...partner,
    secrets: [
      { sealed, since: at.toISOString(), until: null },
      ...(current && overlapHours > 0 ? [{ ...current, until }] : []),
    ],
    version: partner.version + 1,
  };
}

export const liveSecrets = ({ secrets }: Partner, at: Date): SealedSecret[] =>
  secrets.filter(({ until }) => until === null || until > at.toISOString());

/** @throws Problem 409 when it is so already */
export function withStatus(partner: Partner, status: Partner["status"]): Partner {
  if (partner.status === status) throw already(status);
  return { ...partner, status, version: partner.version + 1 };
}

const already = (status: string) =>
  new Problem({
    status: 409,
    code: "wrong-status",
    zh: `伙伴当前已是 ${status}`,
    en: `The partner is ${status} already`,
  });
