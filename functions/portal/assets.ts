import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const FOLDER = join(import.meta.dirname, "assets");
const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
};

export interface Asset {
  content: string;
  type: string;
  /** Changes with the content; part of the address, so that a browser may keep the file for good. */
  version: string;
}

const assets = new Map(readdirSync(FOLDER).map((name) => [name, readAsset(name)]));

export const findAsset = (name: string): Asset | undefined => assets.get(name);

/** The address of an asset in a page. @throws when there is no such file */
export function assetUrl(name: string): string {
  const asset = assets.get(name);
  if (!asset) throw new Error(`There is no asset ${name}`);
  return `/assets/${name}?v=${asset.version}`;
}

function readAsset(name: string): Asset {
  const content = readFileSync(join(FOLDER, name), "utf8");
  const version = createHash("sha256").update(content).digest("hex").slice(0, 10);
  return { content, type: TYPES[extname(name)] ?? "text/plain; charset=utf-8", version };
}
