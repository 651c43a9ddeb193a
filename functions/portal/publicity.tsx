import type { Period } from "../../shared/values/period.ts";
import type { Publicity, PublicityLine } from "./client.ts";
import { Both, Document } from "./document.tsx";
import { Heading } from "./heading.tsx";
import { Notice } from "./notice.tsx";
import type { Visitor } from "./session.ts";
import { money, monthName, OBJECTION_WORDS, type Words } from "./words.ts";

/** What everyone may check before the money is paid; names and numbers are masked by the API. */
export const PublicityPage = ({
  period,
  list,
  visitor,
}: {
  period: Period;
  list: Publicity;
  visitor: Visitor | null;
}) => {
  const month = monthName(period);
  const title = { zh: `${month.zh}公示名单`, en: `Publicity list, ${month.en}` };
  return (
    <Document title={title} visitor={visitor}>
      <header class="month">
        <p class="kicker">
          <a href={`/?period=${period}`}>
            <Both zh="返回一月总览" en="Back to the month" />
          </a>
        </p>
        <h1>
          <Both {...title} />
        </h1>
      </header>
      {list.items.length === 0 ? <Nobody /> : <List title={title} lines={list.items} />}
      {list.cursor ? (
        <p class="more">
          <a href={`/publicity/${period}?cursor=${encodeURIComponent(list.cursor)}`}>
            <Both zh="下一页" en="Next page" />
          </a>
        </p>
      ) : null}
    </Document>
  );
};

const List = ({ title, lines }: { title: Words; lines: PublicityLine[] }) => (
  // what scrolls sideways must be reachable by keyboard
  <section class="scroller" tabindex={0} aria-label={`${title.zh} ${title.en}`}>
    <table class="publicity">
      <caption>
        <Both zh="姓名已遮蔽" en="Names are masked" />
      </caption>
      <thead>
        <tr>
          <Heading zh="编号" en="Line" />
          <Heading zh="姓名" en="Name" />
          <Heading zh="院校代码" en="School" />
          <Heading zh="企业" en="Enterprise" />
          <Heading zh="所属月份" en="Earned in" />
          <Heading zh="金额（元）" en="Amount (yuan)" number />
          <Heading zh="异议" en="Objection" />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr>
            <td class="line-id">{line.lineId}</td>
            <td>{line.name}</td>
            <td>{line.schoolCode ?? "—"}</td>
            <td>{line.enterprise}</td>
            <td>{line.earnedPeriod}</td>
            <td class="number">{money(line.amountFen)}</td>
            <td>{line.objected ? <Both {...OBJECTION_WORDS[line.objected]} /> : "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Nobody = () => (
  <Notice
    title={{ zh: "名单为空", en: "The list is empty" }}
    text={{ zh: "本月没有应付的补贴。", en: "No subsidy is owed for this month." }}
  />
);
