import { ledgerRoutes } from "./ledger/routes.ts";
import { monthRoutes } from "./month/routes.ts";
import { bankRoutes } from "./payment/bank-routes.ts";
import { paymentRoutes } from "./payment/routes.ts";
import { publicityRoutes } from "./publicity/routes.ts";

export { bankRoutes, ledgerRoutes, monthRoutes, paymentRoutes, publicityRoutes };
export const routes = {
  ...monthRoutes,
  ...publicityRoutes,
  ...paymentRoutes,
  ...bankRoutes,
  ...ledgerRoutes,
};
