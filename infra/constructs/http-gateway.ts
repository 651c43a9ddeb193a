import { Duration, Stack } from "aws-cdk-lib";
import { CfnApi, CfnAuthorizer, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { OperatorAlarm } from "./alarm.ts";
import { LAWFUL_LOG_RETENTION, LOGS_OUTLIVE_THEIR_STACK } from "./logs.ts";

export interface HttpGatewayProps {
  /** The identity provider; API Gateway fetches its keys from here. */
  issuer: string;
  audience: string;
  operators: ITopic;
}

/** What is written of a call. No path, address or user agent: they can name a person. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  route: "$context.routeKey",
  status: "$context.status",
  ms: "$context.responseLatency",
  bytes: "$context.responseLength",
  integrationError: "$context.integrationErrorMessage",
  authorizerError: "$context.authorizer.error",
};

/** The city's one front door. Contexts hang their routes onto it. */
export class HttpGateway extends Construct {
  readonly apiId: string;
  readonly authorizerId: string;
  /** `https://…` without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { issuer, audience, operators }: HttpGatewayProps) {
    super(scope, id);
    const api = new CfnApi(this, "Api", { name: "ronghe", protocolType: "HTTP" });
    const authorizer = new CfnAuthorizer(this, "Authorizer", {
      apiId: api.ref,
      name: "oidc",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: { issuer, audience: [audience] },
    });
    const log = new LogGroup(this, "AccessLog", {
      retention: LAWFUL_LOG_RETENTION,
      removalPolicy: LOGS_OUTLIVE_THEIR_STACK,
    });
    new CfnStage(this, "Stage", {
      apiId: api.ref,
      stageName: "$default",
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingBurstLimit: 400,
        throttlingRateLimit: 200,
        detailedMetricsEnabled: true,
      },
      accessLogSettings: { destinationArn: log.logGroupArn, format: JSON.stringify(ACCESS_LOG) },
    });
    const stack = Stack.of(this);
    this.apiId = api.ref;
    this.authorizerId = authorizer.ref;
    this.url = `https://${api.ref}.execute-api.${stack.region}.${stack.urlSuffix}`;
    new OperatorAlarm(this, "ServerErrors", {
      metric: new Metric({
        namespace: "AWS/ApiGateway",
        metricName: "5xx",
        dimensionsMap: { ApiId: api.ref },
        period: Duration.minutes(5),
        statistic: "Sum",
      }),
      from: 5,
      meaning:
        "Calls to the API end in server errors: look at the errors of the context that the access log names.",
      operators,
    });
  }
}
