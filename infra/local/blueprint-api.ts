import type { FunctionSpec, Resource, RouteSpec } from "./blueprint.ts";
import { arn } from "./names.ts";

/** What API Gateway itself waits at most for a function. */
const LONGEST_MS = 30_000;

/** The one HTTP API of an app and its routes, each with the function that answers it. */
export function readApi(
  byType: (type: string) => Resource[],
  functions: readonly FunctionSpec[],
): { apiId: string; routes: RouteSpec[] } {
  const apis = byType("AWS::ApiGatewayV2::Api");
  if (apis.length > 1) throw (apis[1] as Resource).refuse("ApiId: the stage serves one API");
  const api = apis[0];
  if (!api) return { apiId: "", routes: [] };
  if (api.text("ProtocolType") !== "HTTP") throw api.refuse("ProtocolType: only HTTP");
  const stages = byType("AWS::ApiGatewayV2::Stage");
  for (const stage of stages) {
    if (stage.text("StageName") !== "$default")
      throw stage.refuse("StageName: only $default, which leaves paths as they are");
  }
  if (stages[0]?.properties["AutoDeploy"] !== true)
    throw (stages[0] ?? api).refuse("AutoDeploy: no stage is deployed without it");
  const integrations = new Map(
    byType("AWS::ApiGatewayV2::Integration").map((one) => [one.identity.ref, one]),
  );
  const authorizers = new Map(byType("AWS::ApiGatewayV2::Authorizer").map((one) => [one.identity.ref, one]));
  const permissions = byType("AWS::Lambda::Permission");
  const routes = byType("AWS::ApiGatewayV2::Route").map((route) => {
    const integration = integrations.get(route.text("Target").replace("integrations/", ""));
    if (!integration) throw route.refuse("Target: there is no such integration");
    const target = targetOf(integration, functions);
    assertPermitted(route, api.identity.ref, target, permissions);
    const [method = "ANY", path = "$default"] = route.text("RouteKey").split(" ");
    const timeoutMs = Number(integration.properties["TimeoutInMillis"] ?? LONGEST_MS);
    const authorizer = authorizerOf(route, authorizers);
    const whole = path === "$default" || method === "$default";
    return {
      method: whole ? "ANY" : method,
      path: whole ? "$default" : path,
      functionName: target.name,
      timeoutMs,
      ...(authorizer ? { authorizer } : {}),
    };
  });
  assertUnique(routes, api);
  return { apiId: api.identity.ref, routes };
}

function targetOf(integration: Resource, functions: readonly FunctionSpec[]): FunctionSpec {
  if (integration.text("IntegrationType") !== "AWS_PROXY")
    throw integration.refuse("IntegrationType: only AWS_PROXY");
  if (integration.text("PayloadFormatVersion") !== "2.0")
    throw integration.refuse("PayloadFormatVersion: only 2.0");
  const uri = integration.text("IntegrationUri");
  const target = functions.find(
    ({ arn: functionArn }) => uri === functionArn || uri.includes(`/functions/${functionArn}/`),
  );
  if (!target) throw integration.refuse(`IntegrationUri: ${uri} is no function of this app`);
  return target;
}

/** Without this permission API Gateway answers each call with 500. */
function assertPermitted(
  route: Resource,
  apiId: string,
  target: FunctionSpec,
  permissions: readonly Resource[],
): void {
  const permitted = permissions.some(({ properties }) => {
    const source = String(properties["SourceArn"] ?? "");
    return (
      properties["Principal"] === "apigateway.amazonaws.com" &&
      properties["Action"] === "lambda:InvokeFunction" &&
      [target.name, target.arn].includes(String(properties["FunctionName"])) &&
      (source === "" || source.startsWith(arn("execute-api", `${apiId}/`)))
    );
  });
  if (!permitted) throw route.refuse(`Target: API Gateway has no permission to invoke ${target.name}`);
}

function authorizerOf(route: Resource, authorizers: ReadonlyMap<string, Resource>): RouteSpec["authorizer"] {
  const type = String(route.properties["AuthorizationType"] ?? "NONE");
  if (type === "NONE") return undefined;
  if (type !== "JWT") throw route.refuse(`AuthorizationType: ${type}`);
  const authorizer = authorizers.get(route.text("AuthorizerId"));
  if (!authorizer) throw route.refuse("AuthorizerId: there is no such authorizer");
  if (authorizer.text("AuthorizerType") !== "JWT") throw authorizer.refuse("AuthorizerType: only JWT");
  const source = (authorizer.properties["IdentitySource"] ?? []) as string[];
  if (source.join().toLowerCase() !== "$request.header.authorization")
    throw authorizer.refuse("IdentitySource: only $request.header.Authorization");
  const { Issuer, Audience } = authorizer.properties["JwtConfiguration"] as {
    Issuer: string;
    Audience: string[];
  };
  return {
    issuer: Issuer,
    audience: Audience,
    scopes: (route.properties["AuthorizationScopes"] ?? []) as string[],
  };
}

/** API Gateway refuses a second route with the same key; `/x/{a}` and `/x/{b}` are the same key to it. */
function assertUnique(routes: readonly RouteSpec[], api: Resource): void {
  const seen = new Set<string>();
  for (const { method, path } of routes) {
    const key = `${method} ${path.replace(/\{[^}+]+\}/g, "{}")}`;
    if (seen.has(key)) throw api.refuse(`ApiId: the route ${method} ${path} is declared twice`);
    seen.add(key);
  }
}
