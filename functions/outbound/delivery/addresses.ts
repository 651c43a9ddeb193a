import { BlockList, isIP } from "node:net";

/** What IANA's registry of special-purpose IPv4 addresses keeps out of the public internet, and multicast. */
const NOT_PUBLIC_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/** Of IPv6 only 2000::/3 is the public internet, without what in there is special or wraps an IPv4 address. */
const PUBLIC_V6 = "2000::/3";
const NOT_PUBLIC_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const closed = new BlockList();
for (const range of NOT_PUBLIC_V4) closed.addSubnet(...partsOf(range), "ipv4");
for (const range of NOT_PUBLIC_V6) closed.addSubnet(...partsOf(range), "ipv6");
const openV6 = new BlockList();
openV6.addSubnet(...partsOf(PUBLIC_V6), "ipv6");

/** Whether an address belongs to the public internet; text that is no address does not. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, "ipv4");
    case 6:
      return openV6.check(address, "ipv6") && !closed.check(address, "ipv6");
    default:
      return false;
  }
}

/** The address that a URL names instead of a host, if it does. The URL parser has made one form of all spellings. */
export function literalAddress({ hostname }: URL): string | null {
  const address = hostname.replace(/^\[|\]$/g, "");
  return isIP(address) ? address : null;
}

function partsOf(range: string): [net: string, prefix: number] {
  const [net = "", prefix] = range.split("/");
  return [net, Number(prefix)];
}
