import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/**
 * Parts of the SDK that these functions never reach, and what stands in their place. Together they are a third of a
 * bundle, which a function would read and compile at each cold start for nothing.
 */
const STAND_INS: Record<string, string> = {
  // In Lambda credentials come from the environment; profiles, single sign-on and instances are for other places.
  "@aws-sdk/credential-provider-node": `
    export const defaultProvider = () => async () => {
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
      if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error("The environment holds no AWS credentials");
      return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
    };
    export const credentialsWillNeedRefresh = (credentials) => credentials?.expiration !== undefined;
    export const credentialsTreatedAsExpired = () => false;`,

  // Of all operations of DynamoDB, SQS and S3 only S3 Select streams events.
  "@smithy/core/event-streams": `
    const refuse = () => { throw new Error("Event streams are not part of this bundle"); };
    export const resolveEventStreamSerdeConfig = (config) => config;
    export const eventStreamSerdeProvider = refuse;
    export class EventStreamSerde { constructor() { refuse(); } }`,

  // Only the discovery of endpoints keeps anything in it, and that is off unless somebody switches it on.
  "mnemonist/lru-cache": `
    export default class extends Map { constructor() { super(); } peek(key) { return this.get(key); } }`,
};

/**
 * Puts the stand-ins in; an import that one of them cannot satisfy fails the build by its name. Of a client's own
 * `package.json` only the version is read, to name itself to AWS.
 */
export const leanSdk: Plugin = {
  name: "lean-sdk",
  setup(build) {
    build.onResolve({ filter: /^(@aws-sdk|@smithy|mnemonist)\// }, ({ path }) =>
      path in STAND_INS ? { path, namespace: "lean-sdk" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "lean-sdk" }, ({ path }) => ({
      contents: STAND_INS[path] ?? "",
      loader: "js",
    }));
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};
