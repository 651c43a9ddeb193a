import type { Envelope } from "../../events/envelope.ts";
import { CertificateIssued, ClassOpened } from "../../events/inbound/subsidy.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { on, partnerWorker } from "../../shared/runtime/partner-worker.ts";
import type { Actor } from "./application/application.ts";
import { applicationStore } from "./application/application-store.ts";
import { applyForClass, postCertificate } from "./application/told.ts";

const store = applicationStore();

/** Takes classes and certificates as applications and results. Deciding and confirming stays with an officer. */
export const handler = partnerWorker([
  on(ClassOpened, (told) => applyForClass(told.data, acting(told), store)),
  on(CertificateIssued, (told) => postCertificate(told.data, acting(told), store)),
]);

const acting = ({ actor = "partner" }: Pick<Envelope, "actor">): Actor => ({
  sub: actor,
  at: systemClock.now(),
});
