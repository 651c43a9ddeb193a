import { EnterpriseRegistered } from "../../events/registry.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { statusAfter, verify } from "./enterprise.ts";
import { openAccount } from "./registration.ts";
import { registryStore } from "./store.ts";

const store = registryStore();

/** Verifies a new registration. An enterprise that is no longer pending was verified by this message before. */
export const handler = factWorker([EnterpriseRegistered], async ({ data }) => {
  const enterprise = await store.enterprise(data.uscc);
  if (enterprise?.status !== "pending") return;
  const districts = new Set(
    (await store.units()).filter((unit) => unit.kind !== "department").map((unit) => unit.code),
  );
  const account = openAccount(data.uscc, enterprise.account, await openVault());
  const reasons = verify({ ...enterprise, account }, districts);
  const status = statusAfter(reasons);
  const change = { action: "enterprise.verified", from: "pending", to: status };
  const next = { ...enterprise, status, reasons, version: enterprise.version + 1 };
  // beaten by another change, the message comes again and finds the enterprise as it is then
  await store.changeEnterprise(next, change, systemClock.now());
});
