import { answer, httpApi } from "../../shared/runtime/http.ts";
import { rulebookRoutes } from "./routes.ts";
import { explained } from "./rules/index.ts";

/** Answers apart from the other routes, whose start the texts of all rules would slow. */
export const handler = httpApi(rulebookRoutes, {
  listRules: async () => answer(200, { items: explained }),
});
