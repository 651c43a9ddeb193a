import { describe, expect, it } from "vitest";
import { routes } from "../../../infra/routes.ts";
import type { Route } from "../../../shared/values/route.ts";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();
const wired = new Map(
  city.ofType("AWS::ApiGatewayV2::Route").map((route) => [route.properties["RouteKey"] as string, route]),
);
const declared = Object.entries(routes).flatMap(([context, own]) =>
  Object.entries(own).map(([operation, route]) => ({
    context,
    operation,
    route,
    key: `${route.method} ${route.path}`,
  })),
);

const isPublic = ({ access }: Route): boolean => access === "public";

describe("routes", () => {
  it("are declared at all", () => {
    expect(declared.length).toBeGreaterThan(10);
  });

  it("no two operations share a method and path", () => {
    const keys = declared.map(({ key }) => key.replace(/\{\w+\}/g, "{}"));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it("the gateway has exactly the declared ones", () => {
    expect([...wired.keys()].sort()).toEqual(declared.map(({ key }) => key).sort());
  });

  it.each(declared.map((one) => [one.key, one] as const))(
    "%s asks for a token unless it is declared public",
    (key, { route }) => {
      const { AuthorizationType, AuthorizerId } = (wired.get(key) as Resource).properties;
      expect(AuthorizationType).toBe(isPublic(route) ? "NONE" : "JWT");
      expect(AuthorizerId === undefined).toBe(isPublic(route));
    },
  );

  it.each(declared.map((one) => [one.key, one] as const))(
    "%s is answered by its own context, which the gateway may call",
    (key, { context }) => {
      const route = wired.get(key) as Resource;
      const [integration] = city.targets(route, route.properties["Target"]).map(resourceAt) as [Resource];
      expect(integration.properties).toMatchObject({
        IntegrationType: "AWS_PROXY",
        PayloadFormatVersion: "2.0",
      });
      const [target] = city
        .targets(integration, integration.properties["IntegrationUri"])
        .map(resourceAt) as [Resource];
      expect(target.properties["Description"]).toMatch(
        new RegExp(
          `^functions/${context}/(api|rulebook|applications|bank|ledger|payments|publicity|pages|inbox)\\.ts$`,
        ),
      );
      const permitted = city
        .ofType("AWS::Lambda::Permission")
        .filter((one) => city.targets(one, one.properties["FunctionName"]).includes(pathOf(target)));
      expect(permitted.map((one) => one.properties["Principal"])).toEqual(["apigateway.amazonaws.com"]);
    },
  );
});

describe("the front door", () => {
  const [authorizer] = city.ofType("AWS::ApiGatewayV2::Authorizer") as [Resource];
  const [stage] = city.ofType("AWS::ApiGatewayV2::Stage") as [Resource];

  it("checks tokens of the city's own identity provider for its own audience", () => {
    expect(authorizer.properties).toMatchObject({
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: "https://identity.ronghe.example", Audience: ["ronghe"] },
    });
  });

  it("throttles, and writes down no path, address or agent: they can name a person", () => {
    expect(stage.properties).toMatchObject({ StageName: "$default", AutoDeploy: true });
    expect(stage.properties["DefaultRouteSettings"].ThrottlingRateLimit).toBeGreaterThan(0);
    const format = stage.properties["AccessLogSettings"].Format as string;
    expect(format).not.toMatch(
      /\$context\.(path|identity|domainName|authorizer\.claims)|\$context\.requestOverride/,
    );
    expect(Object.keys(JSON.parse(format))).toContain("route");
  });
});

function resourceAt(path: string): Resource {
  return city.resources.find((resource) => pathOf(resource) === path) as Resource;
}
