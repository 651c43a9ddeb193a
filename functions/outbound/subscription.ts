import { Problem } from "../../shared/values/problem.ts";

/** Who outside the city is told what, and where. */
export interface Subscription {
  id: string;
  /** The organisation it speaks for, or else who made it. */
  owner: string;
  url: string;
  /** Name and port: what is dead or alive as a whole. */
  host: string;
  types: string[];
  description: string | null;
  /** What deliveries are signed with, sealed. */
  secret: string;
  createdAt: string;
  createdBy: string;
  version: number;
}

/** A subscription as it is found by what it hears and by its host. */
export interface Subscriber {
  subscriptionId: string;
  host: string;
}

/** Where a secret is bound to when it is sealed. */
export const secretPlace = (id: string): string => `subscription/${id}`;

/** Whose subscriptions somebody makes and sees. */
export const ownerOf = ({ org, sub }: { org: string | null; sub: string }): string => org ?? sub;

/** The Standard Webhooks form: 24 to 64 bytes in base64. */
export const SECRET =
  /^whsec_(?=[A-Za-z0-9+/]{32,86}={0,2}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The place where facts are to be told, as it was given and found fit.
 * @param open whether any place will do, plain and in the own network: on the local stage only
 * @throws Problem 422
 */
export function destination(given: string, open: boolean): URL {
  const url = /^[\x21-\x7e]+$/.test(given) && URL.canParse(given) ? new URL(given) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw refused("url-malformed", "url 不是有效的 http(s) 地址", "url is no valid http(s) address");
  if (url.username || url.password || url.hash)
    throw refused(
      "url-malformed",
      "url 不得含用户名、密码或片段",
      "url may hold no user, password or fragment",
    );
  if (!open && url.protocol !== "https:")
    throw refused("url-not-https", "url 必须使用 https", "url must use https");
  return url;
}

const refused = (code: string, zh: string, en: string) =>
  new Problem({ status: 422, code, zh, en, pointer: "/url" });

export const forbiddenTarget = (): Problem =>
  refused(
    "url-not-public",
    "url 指向的不是公网地址（内网、本机、链路本地或元数据地址均不可）",
    "url does not lead to the public internet: private, loopback, link-local and metadata addresses are refused",
  );
