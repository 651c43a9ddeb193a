import { relay } from "../../shared/runtime/relay.ts";

export const handler = relay();
