import type { Credentials } from "./access.ts";
import type { FunctionSpec } from "./blueprint.ts";
import { REGION } from "./names.ts";

/** Where each service answers; the SDKs are told by `AWS_ENDPOINT_URL_<SERVICE>`. */
export interface Endpoints {
  dynamodb: string;
  sqs: string;
  sns: string;
  s3: string;
  kms: string;
}

/** The environment variables of a function: the template's, those of Lambda's runtime, and where AWS is here. */
export function settingsOf(
  spec: FunctionSpec,
  credentials: Credentials,
  endpoints: Endpoints,
): Record<string, string> {
  return {
    ...spec.environment,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    LAMBDA_TASK_ROOT: spec.folder,
    _HANDLER: spec.handler,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    PATH: process.env["PATH"] ?? "",
    TMPDIR: process.env["TMPDIR"] ?? "/tmp",
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_KMS: endpoints.kms,
  };
}
