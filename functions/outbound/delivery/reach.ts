import { lookup } from "node:dns";
import { lookup as addressesOf } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isPublic, literalAddress } from "./addresses.ts";

/** A name that leads, among others, to an address that is not public. */
export class NotPublic extends Error {}

/**
 * Resolves a name for the connection itself, so that no second answer of the name server can lead elsewhere than the
 * one that was looked at. One address that is not public spoils them all.
 */
export const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (cause, addresses) => {
    if (cause) return callback(cause, "", 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublic(address)))
      return callback(new NotPublic(), "", 0);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** Whether a URL leads where nobody outside may send us. A name that leads nowhere yet does not; each attempt asks again. */
export async function leadsInside(url: URL): Promise<boolean> {
  const literal = literalAddress(url);
  if (literal !== null) return !isPublic(literal);
  const found = await addressesOf(url.hostname, { all: true }).catch(() => []);
  return found.some(({ address }) => !isPublic(address));
}
