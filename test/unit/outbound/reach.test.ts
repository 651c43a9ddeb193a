import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { isPublic, literalAddress } from "../../../functions/outbound/delivery/addresses.ts";
import { attempt } from "../../../functions/outbound/delivery/attempt.ts";
import { leadsInside } from "../../../functions/outbound/delivery/reach.ts";
import { destination } from "../../../functions/outbound/subscription.ts";

describe("addresses", () => {
  it.each([
    "10.1.2.3",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "100.100.100.200",
    "172.31.0.1",
    "192.168.0.1",
    "192.0.0.192",
    "198.19.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "fe80::1",
    "fd00:ec2::254",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "no address",
    "",
  ])("%s is not public", (address) => expect(isPublic(address)).toBe(false));

  it.each(["8.8.8.8", "1.2.4.8", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2606:4700::1111"])(
    "%s is public",
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    ["http://2130706433/", "127.0.0.1"],
    ["http://0x7f.1/", "127.0.0.1"],
    ["http://0177.0.0.1/", "127.0.0.1"],
    ["http://127.1/", "127.0.0.1"],
    ["http://[::ffff:7f00:1]/", "::ffff:7f00:1"],
    ["http://①②⑦.⓪.⓪.①/", "127.0.0.1"],
  ])("%s is the address %s, however it is spelt", (url, address) => {
    expect(literalAddress(new URL(url))).toBe(address);
    expect(isPublic(address)).toBe(false);
  });

  it("a name is no address", () => expect(literalAddress(new URL("https://a.example/"))).toBeNull());
});

describe("a destination", () => {
  it("outside the local stage is reached by https alone", () => {
    expect(() => destination("http://a.example/", false)).toThrow(/url-not-https/);
    expect(destination("https://a.example/x?y=1", false).host).toBe("a.example");
  });

  it.each([
    "https://a.example/\r\nx: y",
    "https://a.example/ b",
    "https://a.example/\u0000",
    "https://用户.example/",
    "https://u:p@a.example/",
    "https://a.example/#x",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//a.example/",
  ])("is not %j", (url) => expect(() => destination(url, true)).toThrow(/url-malformed/));
});

describe("reaching out", () => {
  const message = { id: "msg_1", contentType: "application/json", body: "{}" };
  const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  const trial = (url: string, open: boolean) =>
    attempt({ url: new URL(url), message, secret, at: new Date(), open });

  it("never connects to an address of our own, be it written or the answer of a name server", async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end());
    server.on("connection", () => connections++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    for (const host of ["127.0.0.1", "localhost", "2130706433"]) {
      expect(await trial(`http://${host}:${port}/`, false)).toEqual({
        kind: "refused",
        failure: "address-not-public",
      });
      expect(await leadsInside(new URL(`http://${host}:${port}/`))).toBe(true);
    }
    expect(connections).toBe(0);
    expect(await trial(`http://127.0.0.1:${port}/`, true)).toEqual({ kind: "delivered" });
    expect(connections).toBe(1);
  });

  it("reads an endless answer up to a bound, and takes the status for what it is", async () => {
    const server = createServer((request, response) => {
      request.resume();
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        if (!response.destroyed) response.once("drain", pour);
      };
      response.writeHead(200);
      pour();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const started = performance.now();
    expect(await trial(`http://127.0.0.1:${port}/`, true)).toEqual({ kind: "delivered" });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("tells a host that is not there from one that says no", async () => {
    expect(await trial("http://127.0.0.1:1/", true)).toEqual({
      kind: "unreachable",
      failure: "econnrefused",
    });
    expect(await trial("http://nowhere.invalid/", true)).toMatchObject({ kind: "unreachable" });
  });
});
