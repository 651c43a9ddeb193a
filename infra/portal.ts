import type { App } from "aws-cdk-lib";
import { ContextStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";

/** The pages. They know nothing but the API, which they call in the name of whoever looks at them. */
export class Portal extends ContextStack<"portal"> {
  constructor(app: App, foundation: Foundation) {
    super(app, "portal", foundation);
    const { oidcIssuer, oidcClientId } = foundation.environmentSettings;
    this.api({
      name: "pages",
      environment: { API_URL: foundation.gateway.url, OIDC_ISSUER: oidcIssuer, OIDC_CLIENT_ID: oidcClientId },
    });
  }
}
