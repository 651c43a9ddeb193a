import { addMonths, type Period } from "../../shared/values/period.ts";
import type { Overview, Ranking as RankingData, Step } from "./client.ts";
import { Both, Document } from "./document.tsx";
import { Downloads } from "./downloads.tsx";
import { Notice, type NoticeProps } from "./notice.tsx";
import { Progress } from "./progress.tsx";
import { Ranking } from "./ranking.tsx";
import type { Visitor } from "./session.ts";
import { Totals } from "./totals.tsx";
import { clockText, monthName, STATUS_WORDS } from "./words.ts";

const REFRESH_SECONDS = 30;

export interface MonthView {
  overview: Overview;
  ranking: RankingData | null;
  visitor: Visitor | null;
  /** The month that runs now: there is nothing to see beyond it. */
  currentPeriod: Period;
  /** A reader may stop the page from asking again by itself. */
  paused: boolean;
}

/** The first page: one month at a glance. */
export const MonthPage = ({ overview, ranking, visitor, currentPeriod, paused }: MonthView) => {
  const running = overview.status !== "settled";
  const name = monthName(overview.period);
  return (
    <Document
      title={name}
      visitor={visitor}
      refreshSeconds={running && !paused ? REFRESH_SECONDS : undefined}
    >
      <header class="month">
        <p class="kicker">
          <Both zh="一月总览" en="The month at a glance" />
        </p>
        <h1>
          <Both {...name} />
        </h1>
        <p class={`status status-${overview.status}`}>
          <Both {...STATUS_WORDS[overview.status]} />
        </p>
        <p class="source">
          <span>
            <Both
              zh={`数据截至 ${clockText(overview.updatedAt)}`}
              en={`Figures as of ${clockText(overview.updatedAt)}`}
            />
          </span>
          {overview.publicityEnd ? <PublicityEnd date={overview.publicityEnd} /> : null}
          {running ? <Refreshing period={overview.period} paused={paused} /> : null}
        </p>
        <Months period={overview.period} currentPeriod={currentPeriod} />
      </header>
      <Progress steps={[...overview.steps, rankingStep(ranking)]} />
      {overview.uploads.total === 0 && overview.status === "open" ? <NoFiles /> : null}
      <Totals overview={overview} />
      <Ranking ranking={ranking} />
      <Downloads overview={overview} visitor={visitor} />
    </Document>
  );
};

/** The API's overview ends with the money; the ranking is the last step of a month. */
const rankingStep = (ranking: RankingData | null): Step => ({
  code: "rank",
  zh: "排名",
  en: "Ranked",
  done: ranking ? 1 : 0,
  total: 1,
});

const PublicityEnd = ({ date }: { date: string }) => (
  <span>
    <Both zh={`公示至 ${date}`} en={`on publicity until ${date}`} />
  </span>
);

const Refreshing = ({ period, paused }: { period: Period; paused: boolean }) => (
  <a class="refreshing" href={paused ? `/?period=${period}` : `/?period=${period}&refresh=off`}>
    {paused ? (
      <Both zh="恢复自动刷新" en="Resume refreshing" />
    ) : (
      <Both
        zh={`每 ${REFRESH_SECONDS} 秒自动刷新，暂停`}
        en={`Refreshes every ${REFRESH_SECONDS} s; pause`}
      />
    )}
  </a>
);

const NoFiles = () => (
  <Notice
    title={{ zh: "本月还没有上传考勤", en: "No attendance has been uploaded for this month yet" }}
    text={{
      zh: "企业或院校上传后，计提金额随即在此更新。",
      en: "Once enterprises or schools upload files, what accrues shows here.",
    }}
  />
);

/** One month back, one month on, and the twelve of the year between. */
const Months = ({ period, currentPeriod }: { period: Period; currentPeriod: Period }) => {
  const year = period.slice(0, 4);
  const twelve = Array.from({ length: 12 }, (_, index) => addMonths(`${year}-01`, index));
  const next = addMonths(period, 1);
  return (
    <nav class="months" aria-label="月份 Months">
      <a class="turn" rel="prev" href={`/?period=${addMonths(period, -1)}`}>
        <span aria-hidden="true">←</span> <Both zh="上月" en="Previous" />
      </a>
      <ol aria-label={`${year}年 ${year}`}>
        {twelve.map((month) => (
          <li>
            <MonthLink month={month} shown={month === period} ahead={month > currentPeriod} />
          </li>
        ))}
      </ol>
      {next > currentPeriod ? (
        <span class="turn turn-end">
          <Both zh="本月为最新" en="Latest month" />
        </span>
      ) : (
        <a class="turn turn-end" rel="next" href={`/?period=${next}`}>
          <Both zh="下月" en="Next" /> <span aria-hidden="true">→</span>
        </a>
      )}
    </nav>
  );
};

const MonthLink = ({ month, shown, ahead }: { month: Period; shown: boolean; ahead: boolean }) => {
  const { zh, en } = monthName(month);
  const number = Number(month.slice(5));
  if (ahead && !shown) return <span class="ahead">{number}</span>;
  return (
    <a href={`/?period=${month}`} aria-current={shown ? "page" : undefined} aria-label={`${zh} ${en}`}>
      {number}
    </a>
  );
};

/** A page that has nothing to show but a reason. */
export const NoticePage = ({ visitor, ...notice }: NoticeProps & { visitor: Visitor | null }) => (
  <Document title={notice.title} visitor={visitor}>
    <Notice {...notice} page />
  </Document>
);
