import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

export interface OperatorAlarmProps {
  metric: IMetric;
  /** The alarm rises at this value. */
  from: number;
  /** What it means and where to look first: this text is in the message that wakes somebody. */
  meaning: string;
  /** Periods of the metric in a row before it rises; one unless told. */
  periods?: number;
  operators: ITopic;
}

/** An alarm that tells the operators when it rises and when it is over. No data is good news: nothing happened. */
export class OperatorAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { metric, from, meaning, periods = 1, operators }: OperatorAlarmProps,
  ) {
    super(scope, id, {
      metric,
      threshold: from,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: meaning,
    });
    this.addAlarmAction(new SnsAction(operators));
    this.addOkAction(new SnsAction(operators));
  }
}
