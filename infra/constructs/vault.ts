import { RemovalPolicy } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { Use } from "./function.ts";
import { ContextTable } from "./table.ts";

/** Where persons have their names and numbers: encrypted under data keys that this key wraps, found by keyed hashes. */
export class Vault extends Construct {
  /** Lets a function keep and read personal data. */
  readonly use: Use;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, "Key", {
      description: "Ronghe: wraps the data keys of the vault of personal data",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const table = new ContextTable(this, "Table");
    this.use = (user) => {
      table.readWrite("VAULT_TABLE")(user);
      user.addEnvironment("VAULT_KEY", key.keyArn);
      user.allow(["kms:GenerateDataKey", "kms:Decrypt"], [key.keyArn]);
    };
  }
}
