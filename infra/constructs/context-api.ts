import { Stack } from "aws-cdk-lib";
import { CfnIntegration, CfnRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission, type IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Routes } from "../../shared/values/route.ts";
import { acknowledge } from "./acknowledge.ts";
import type { HttpGateway } from "./http-gateway.ts";

export interface ContextApiProps {
  gateway: HttpGateway;
  routes: Routes;
  target: IFunction;
}

/** Hangs a context's routes onto the gateway, all answered by one function. Whoever calls needs a token unless the route is public. */
export class ContextApi extends Construct {
  constructor(scope: Construct, id: string, { gateway, routes, target }: ContextApiProps) {
    super(scope, id);
    const integration = new CfnIntegration(this, "Integration", {
      apiId: gateway.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: target.functionArn,
      payloadFormatVersion: "2.0",
    });
    new CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      functionName: target.functionArn,
      principal: "apigateway.amazonaws.com",
      sourceArn: Stack.of(this).formatArn({
        service: "execute-api",
        resource: gateway.apiId,
        // any stage, method and path of this one API: a function answers many routes
        resourceName: "*/*",
      }),
    });
    for (const [operation, { method, path, access }] of Object.entries(routes)) {
      const open = access === "public";
      const route = new CfnRoute(this, operation, {
        apiId: gateway.apiId,
        routeKey: `${method} ${path}`,
        target: `integrations/${integration.ref}`,
        operationName: operation,
        ...(open
          ? { authorizationType: "NONE" }
          : { authorizationType: "JWT", authorizerId: gateway.authorizerId }),
      });
      if (open)
        acknowledge(route, "AwsSolutions-APIG4", `${operation} is declared public in its context's routes.`);
    }
  }
}
