import { createHash } from "node:crypto";
import { type Identity, type RawResource, Unsupported } from "./resolve.ts";

/** Where the stage's resources pretend to live: Hong Kong, in a partition that the emulators know. */
export const REGION = "ap-east-1";
export const ACCOUNT = "000000000000";
export const PARTITION = "aws";
export const URL_SUFFIX = "amazonaws.com";

/** What the names of resources depend on beside the template. */
export interface Place {
  /** Of the queue emulator, e.g. `http://127.0.0.1:4566`. */
  queuesUrl: string;
  /** Of the stage itself, e.g. `http://localhost:4000`. */
  url: string;
}

export const PSEUDO = {
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
  "AWS::Partition": PARTITION,
  "AWS::URLSuffix": URL_SUFFIX,
};

/** The ARN of something of this stage. */
export const arn = (service: string, resource: string): string => {
  const global = service === "iam" || service === "s3";
  return `arn:${PARTITION}:${service}:${service === "s3" ? ":" : `${global ? "" : REGION}:${ACCOUNT}`}:${resource}`;
};

/** What comes after the last colon of an ARN: a queue's, topic's or function's name. */
export const nameOf = (someArn: string): string => someArn.split(":").at(-1) ?? "";

/** What `Ref` and `Fn::GetAtt` answer for a resource of this stage. @throws Unsupported for a type without a name here */
export function identityOf(resource: RawResource, place: Place): Identity {
  const { type } = resource;
  switch (type) {
    case "AWS::DynamoDB::GlobalTable":
    case "AWS::DynamoDB::Table": {
      const name = physical(resource, "TableName", 255);
      return {
        ref: name,
        attributes: { Arn: arn("dynamodb", `table/${name}`), TableId: digest(resource, 32) },
      };
    }
    case "AWS::SQS::Queue": {
      const fifo = resource.properties["FifoQueue"] === true ? ".fifo" : "";
      const given = resource.properties["QueueName"];
      const name = given
        ? physical(resource, "QueueName", 80)
        : `${physical(resource, "QueueName", 75)}${fifo}`;
      const url = `${place.queuesUrl}/${ACCOUNT}/${name}`;
      return { ref: url, attributes: { Arn: arn("sqs", name), QueueName: name, QueueUrl: url } };
    }
    case "AWS::SNS::Topic": {
      const fifo =
        resource.properties["FifoTopic"] === true && !resource.properties["TopicName"] ? ".fifo" : "";
      const name = `${physical(resource, "TopicName", 250)}${fifo}`;
      return { ref: arn("sns", name), attributes: { TopicArn: arn("sns", name), TopicName: name } };
    }
    case "AWS::S3::Bucket": {
      const name = physical(resource, "BucketName", 63).toLowerCase();
      return { ref: name, attributes: { Arn: arn("s3", name), DomainName: `${name}.s3.${URL_SUFFIX}` } };
    }
    case "AWS::Lambda::Function": {
      const name = physical(resource, "FunctionName", 64);
      return { ref: name, attributes: { Arn: arn("lambda", `function:${name}`) } };
    }
    case "AWS::IAM::Role": {
      const name = physical(resource, "RoleName", 64);
      return {
        ref: name,
        attributes: { Arn: arn("iam", `role/${name}`), RoleId: `AROA${digest(resource, 16).toUpperCase()}` },
      };
    }
    case "AWS::KMS::Key": {
      const id = digest(resource, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      return { ref: id, attributes: { Arn: arn("kms", `key/${id}`), KeyId: id } };
    }
    case "AWS::Logs::LogGroup": {
      const name = physical(resource, "LogGroupName", 512);
      return { ref: name, attributes: { Arn: `${arn("logs", `log-group:${name}`)}:*` } };
    }
    case "AWS::ApiGatewayV2::Api": {
      const id = digest(resource, 10);
      return { ref: id, attributes: { ApiEndpoint: place.url, ApiId: id } };
    }
    case "AWS::ApiGatewayV2::Stage":
      return { ref: String(resource.properties["StageName"]), attributes: {} };
    case "AWS::CloudWatch::Alarm": {
      const name = physical(resource, "AlarmName", 255);
      return { ref: name, attributes: { Arn: arn("cloudwatch", `alarm:${name}`) } };
    }
    case "AWS::Scheduler::Schedule": {
      const name = physical(resource, "Name", 64);
      return { ref: name, attributes: { Arn: arn("scheduler", `schedule/default/${name}`) } };
    }
    case "AWS::ApiGatewayV2::Integration":
    case "AWS::ApiGatewayV2::Authorizer":
    case "AWS::ApiGatewayV2::Route":
      return { ref: digest(resource, 7), attributes: {} };
    default:
      if (resource.properties["ServiceToken"] !== undefined)
        return { ref: digest(resource, 20), attributes: {} };
      throw new Unsupported(resource.stack, resource.id, `${type}: nothing is known of its name`);
  }
}

/** The name a template gives, else one made of stack and logical id and cut to what the service takes. */
function physical({ stack, id, properties }: RawResource, property: string, most: number): string {
  const given = properties[property];
  if (typeof given === "string") return given;
  if (given !== undefined) throw new Unsupported(stack, id, `${property}: a name must be plain text`);
  const name = `${stack}-${id}`;
  if (name.length <= most) return name;
  return `${name.slice(0, most - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

const digest = ({ stack, id }: RawResource, length: number): string =>
  createHash("sha256").update(`${stack}/${id}`).digest("hex").slice(0, length);
