import { RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";

/**
 * 网络安全法 §21 asks for network logs of at least six months. CloudWatch's "six months" are 180 days, which is
 * less than most six calendar months have, so the next longer choice is taken.
 */
export const LAWFUL_LOG_RETENTION = RetentionDays.ONE_YEAR;

export const LOGS_OUTLIVE_THEIR_STACK = RemovalPolicy.RETAIN;
