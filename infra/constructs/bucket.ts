import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  EventType,
  HttpMethods,
  type IBucket,
  ObjectLockRetention,
  StorageClass,
} from "aws-cdk-lib/aws-s3";
import { SqsDestination } from "aws-cdk-lib/aws-s3-notifications";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { ContextFunction, Use } from "./function.ts";
import type { WorkQueue } from "./queue.ts";

export interface ContextBucketProps {
  accessLogs: IBucket;
  /** An object, once written, is never written again: S3 itself takes only writes that ask for that. */
  createOnly?: boolean;
  /** Objects can be neither deleted nor changed for so many years, by nobody. */
  lockedYears?: number;
  /** The origin whose pages may send files here. */
  filesFrom?: string;
}

/** A bucket that nobody outside sees, that keeps every version and that outlives its stack. */
export class ContextBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    { accessLogs, createOnly, lockedYears, filesFrom }: ContextBucketProps,
  ) {
    super(scope, id, {
      ...CLOSED,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }],
        },
      ],
      ...(lockedYears
        ? { objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(365 * lockedYears)) }
        : {}),
      ...(filesFrom ? { cors: [sendingFrom(filesFrom)] } : {}),
    });
    // the log bucket's policy admits the whole account: naming each bucket there would tie its stack to this one
    (this.node.defaultChild as CfnBucket).loggingConfiguration = {
      destinationBucketName: accessLogs.bucketName,
      logFilePrefix: `${Stack.of(this).stackName}/${id}/`,
    };
    if (createOnly) this.addToResourcePolicy(refuseOverwriting(this));
  }

  /** Lets a function read objects, or sign links to read them, and be told when there is none. */
  read(setting: string): Use {
    return (user) => {
      this.#use(user, setting, ["s3:GetObject"]);
      // to somebody who may not list, S3 says "forbidden" of a key that does not exist
      user.allow(["s3:ListBucket"], [this.bucketArn]);
    };
  }

  /** Lets a function write objects, or sign links to write them. */
  write(setting: string): Use {
    return (user) => this.#use(user, setting, ["s3:PutObject", "s3:AbortMultipartUpload"]);
  }

  /** Tells a queue of every object that is created. */
  announceTo({ queue }: WorkQueue): void {
    const statement = new PolicyStatement({
      actions: ["s3:PutBucketNotification"],
      resources: [this.bucketArn],
    });
    // CDK would let the function that sets this up do so on every bucket; immutable, the role stays with this one
    this.notificationsHandlerRole = new Role(this, "Notifier", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { ThisBucket: new PolicyDocument({ statements: [statement] }) },
    }).withoutPolicyUpdates();
    this.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
  }

  #use(user: ContextFunction, setting: string, actions: readonly string[]): void {
    user.addEnvironment(setting, this.bucketName);
    user.allow(actions, [this.arnForObjects("*")]);
    const logicalId = Stack.of(this).getLogicalId(this.node.defaultChild as CfnBucket);
    const finding = `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/*]`;
    if (user.role)
      acknowledge(
        user.role,
        finding,
        "Objects have no ARNs of their own before they exist; the bucket is named.",
      );
  }
}

/** Where S3 writes who asked which bucket for what. */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      ...CLOSED,
      lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(1) }],
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("logging.s3.amazonaws.com")],
        actions: ["s3:PutObject"],
        resources: [this.arnForObjects("*")],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    acknowledge(
      this,
      "AwsSolutions-S1",
      "It is the bucket of the access logs; logging itself would never end.",
    );
  }
}

const CLOSED: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

const sendingFrom = (origin: string) => ({
  allowedOrigins: [origin],
  allowedMethods: [HttpMethods.PUT],
  allowedHeaders: ["content-type", "content-length", "if-none-match", "x-amz-*"],
  maxAge: 3000,
});

/** S3 answers 412 to `If-None-Match: *` on a key that exists; this makes it refuse a write without that header. */
const refuseOverwriting = (bucket: IBucket): PolicyStatement =>
  new PolicyStatement({
    sid: "CreateOnly",
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ["s3:PutObject"],
    resources: [bucket.arnForObjects("*")],
    // the parts of a multipart upload create nothing by themselves and cannot carry the header
    conditions: { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
  });
