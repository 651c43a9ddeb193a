import { type App, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { AccessLogBucket } from "./constructs/bucket.ts";
import { FactsTopic } from "./constructs/facts-topic.ts";
import type { Use } from "./constructs/function.ts";
import { HttpGateway } from "./constructs/http-gateway.ts";
import { ContextTable } from "./constructs/table.ts";
import { Vault } from "./constructs/vault.ts";
import { type Environment, stackProps } from "./environment.ts";

/** What the contexts share: the front door, the facts, the vault, the record of changes, long work, the operators. */
export class Foundation extends Stack {
  readonly environmentSettings: Environment;
  readonly operators: Topic;
  readonly gateway: HttpGateway;
  readonly facts: FactsTopic;
  /** What partners tell, subject by subject in order. */
  readonly orderedFacts: FactsTopic;
  readonly vault: Vault;
  readonly accessLogs: AccessLogBucket;
  /** Lets a function add to the record of changes, which nobody's function can change or read. */
  readonly recordChanges: Use;
  /** Lets a function write and read the state of long work. */
  readonly jobs: Use;
  readonly readJobs: Use;

  constructor(app: App, settings: Environment) {
    super(app, "Ronghe-Foundation", stackProps(app, "foundation"));
    this.environmentSettings = settings;
    this.operators = this.#operators(settings.alarmEmail);
    this.gateway = new HttpGateway(this, "Gateway", {
      issuer: settings.oidcIssuer,
      audience: settings.oidcAudience,
      operators: this.operators,
    });
    this.facts = new FactsTopic(this, "Facts");
    this.orderedFacts = new FactsTopic(this, "OrderedFacts", { ordered: true });
    this.vault = new Vault(this, "Vault");
    this.recordChanges = new ContextTable(this, "Audit").appendOnly("AUDIT_TABLE");
    const jobs = new ContextTable(this, "Jobs");
    this.jobs = jobs.readWrite("JOBS_TABLE");
    this.readJobs = jobs.readOnly("JOBS_TABLE");
    this.accessLogs = new AccessLogBucket(this, "AccessLogs");
  }

  /** The topic that alarms go to. CloudWatch cannot use the key that AWS keeps for SNS, so it has one of its own. */
  #operators(email: string | undefined): Topic {
    const alarms = new ServicePrincipal("cloudwatch.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": this.account } },
    });
    const key = new Key(this, "OperatorsKey", {
      description: "Ronghe: messages to the operators",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.grant(alarms, "kms:GenerateDataKey*", "kms:Decrypt");
    const topic = new Topic(this, "Operators", {
      displayName: "ronghe operators",
      masterKey: key,
      enforceSSL: true,
    });
    // a topic with a policy of its own no longer has the one by which its account's alarms may publish
    topic.addToResourcePolicy(
      new PolicyStatement({ principals: [alarms], actions: ["sns:Publish"], resources: [topic.topicArn] }),
    );
    if (email) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}
