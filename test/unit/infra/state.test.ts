import { describe, expect, it } from "vitest";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();
const tables = city.ofType("AWS::DynamoDB::GlobalTable");
const buckets = city.ofType("AWS::S3::Bucket");
const bucket = (id: string): Resource => buckets.find((one) => one.id.startsWith(id)) as Resource;

const RETAINED = { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" };

describe("tables", () => {
  it("there is one per context with state, and the vaults', the record's and the jobs'", () => {
    const names = tables.map(pathOf).map((path) => path.replace(/(Table)?[0-9A-F]{8}$/, ""));
    expect(names.sort()).toEqual([
      "Ronghe-Assessment/",
      "Ronghe-Attendance/",
      "Ronghe-Foundation/Audit",
      "Ronghe-Foundation/Jobs",
      "Ronghe-Foundation/Vault",
      "Ronghe-Outbound/",
      "Ronghe-Outbound/Secrets",
      "Ronghe-Partners/",
      "Ronghe-Placement/",
      "Ronghe-Registry/",
      "Ronghe-Settlement/",
      "Ronghe-Subsidy/",
    ]);
  });

  it.each(tables.map((table) => [pathOf(table), table] as const))(
    "%s can be restored to any second and cannot be deleted",
    (_, table) => {
      const { Replicas, BillingMode, TimeToLiveSpecification, SSESpecification } = table.properties;
      expect(Replicas).toHaveLength(1);
      expect(Replicas[0]).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      expect(table.onRemoval).toMatchObject(RETAINED);
      expect(BillingMode).toBe("PAY_PER_REQUEST");
      expect(SSESpecification.SSEEnabled).toBe(true);
      expect(TimeToLiveSpecification).toEqual({ AttributeName: "ttl", Enabled: true });
    },
  );

  it.each(tables.map((table) => [pathOf(table), table] as const))(
    "%s has the keys that the kernel knows",
    (_, table) => {
      const keys = (schema: { AttributeName: string }[]) => schema.map((key) => key.AttributeName);
      expect(keys(table.properties["KeySchema"])).toEqual(["pk", "sk"]);
      const indexes = table.properties["GlobalSecondaryIndexes"] as {
        IndexName: string;
        KeySchema: { AttributeName: string }[];
      }[];
      expect(indexes.map((index) => [index.IndexName, ...keys(index.KeySchema)])).toEqual([
        ["gsi1", "gsi1pk", "gsi1sk"],
      ]);
    },
  );
});

describe("buckets", () => {
  it.each(buckets.map((one) => [pathOf(one), one] as const))(
    "%s is closed, encrypted, versioned and outlives its stack",
    (path, one) => {
      expect(one.properties["PublicAccessBlockConfiguration"]).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(one.properties["BucketEncryption"]).toBeDefined();
      expect(one.properties["VersioningConfiguration"]).toEqual({ Status: "Enabled" });
      expect(one.properties["LifecycleConfiguration"].Rules).not.toHaveLength(0);
      expect(one.onRemoval).toMatchObject(RETAINED);
      const insecure = {
        Effect: "Deny",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      };
      expect(statementsFor(path)).toEqual(expect.arrayContaining([expect.objectContaining(insecure)]));
    },
  );

  it("every bucket but the log's own tells the access log who asked for what", () => {
    const log = pathOf(bucket("AccessLogs"));
    for (const one of buckets.filter((other) => pathOf(other) !== log)) {
      expect(city.targets(one, one.properties["LoggingConfiguration"].DestinationBucketName)).toEqual([log]);
    }
  });

  it("originals take no second word: a write must ask for a key that does not exist", () => {
    const refusal = {
      Effect: "Deny",
      Action: "s3:PutObject",
      Condition: { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
    };
    expect(statementsFor(pathOf(bucket("Originals")))).toEqual(
      expect.arrayContaining([expect.objectContaining(refusal)]),
    );
  });

  it("evidence cannot be deleted by anybody for ten years", () => {
    const { ObjectLockEnabled, ObjectLockConfiguration } = bucket("Evidence").properties;
    expect(ObjectLockEnabled).toBe(true);
    expect(ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Mode: "COMPLIANCE", Days: 3650 });
  });

  it("each original is announced to the queue of files", () => {
    const [notification] = city.ofType("Custom::S3BucketNotifications") as [Resource];
    const { BucketName, NotificationConfiguration } = notification.properties;
    expect(city.targets(notification, BucketName)).toEqual([pathOf(bucket("Originals"))]);
    expect(NotificationConfiguration.QueueConfigurations).toMatchObject([{ Events: ["s3:ObjectCreated:*"] }]);
    const [queue] = city.targets(notification, NotificationConfiguration);
    expect(queue).toMatch(/^Ronghe-Attendance\/FilesQueue/);
  });
});

function statementsFor(path: string): unknown[] {
  const policies = city.ofType("AWS::S3::BucketPolicy");
  const own = policies.filter((policy) => city.targets(policy, policy.properties["Bucket"]).includes(path));
  return own.flatMap((policy) => policy.properties["PolicyDocument"].Statement);
}
