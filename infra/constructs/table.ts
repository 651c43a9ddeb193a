import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import type { Use } from "./function.ts";

const QUERY = "dynamodb:Query";
const READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", QUERY];
const WRITE = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:ConditionCheckItem",
];

/** A table of `pk`/`sk` items with one index. It outlives its stack, and any second of the last 35 days can be restored. */
export class ContextTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: "gsi1",
          partitionKey: { name: "gsi1pk", type: AttributeType.STRING },
          sortKey: { name: "gsi1sk", type: AttributeType.STRING },
        },
      ],
      timeToLiveAttribute: "ttl",
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Reads and writes, for the context that owns it. No scans: whatever needs one lacks a key. */
  readWrite(setting: string): Use {
    return this.#use(setting, [...READ, ...WRITE]);
  }

  /** Reads, for its neighbours. */
  readOnly(setting: string): Use {
    return this.#use(setting, READ);
  }

  /** Beside reading and writing: puts many items at once, each only where none is (`batchInsert`). */
  batchInserts(setting: string): Use {
    return this.#use(setting, ["dynamodb:PartiQLInsert"]);
  }

  /** Puts items and can read none; that a record is never replaced is up to the condition it is put under. */
  appendOnly(setting: string): Use {
    return this.#use(setting, ["dynamodb:PutItem"]);
  }

  #use(setting: string, actions: readonly string[]): Use {
    return (user) => {
      user.addEnvironment(setting, this.tableName);
      user.allow(actions, [this.tableArn]);
      if (actions.includes(QUERY)) user.allow([QUERY], [`${this.tableArn}/index/gsi1`]);
    };
  }
}
