import type { Period } from "../../shared/values/period.ts";
import type { Objection, Objections } from "./client.ts";
import { Both, Document } from "./document.tsx";
import { Heading } from "./heading.tsx";
import { Notice } from "./notice.tsx";
import type { Visitor } from "./session.ts";
import { clockText, monthName, OBJECTION_WORDS, type Words } from "./words.ts";

/** What was said against a month's list, for those who have to answer it; the API leaves out what is not theirs. */
export const ObjectionsPage = ({
  period,
  list,
  visitor,
}: {
  period: Period;
  list: Objections;
  visitor: Visitor;
}) => {
  const month = monthName(period);
  const title = { zh: `${month.zh}异议`, en: `Objections, ${month.en}` };
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
      {list.items.length === 0 ? <None /> : <List title={title} objections={list.items} />}
      {list.cursor ? (
        <p class="more">
          <a href={`/objections/${period}?cursor=${encodeURIComponent(list.cursor)}`}>
            <Both zh="下一页" en="Next page" />
          </a>
        </p>
      ) : null}
    </Document>
  );
};

const List = ({ title, objections }: { title: Words; objections: Objection[] }) => (
  // what scrolls sideways must be reachable by keyboard
  <section class="scroller" tabindex={0} aria-label={`${title.zh} ${title.en}`}>
    <table class="objections">
      <caption>
        <Both
          zh="办结前暂缓所列各行；内容仅经办人员可见"
          en="The lines are held until it is dismissed; what was said is shown to officers alone"
        />
      </caption>
      <thead>
        <tr>
          <Heading zh="提出时间" en="Filed" />
          <Heading zh="状态" en="Status" />
          <Heading zh="所列各行" en="Lines" />
          <Heading zh="内容" en="What was said" />
          <Heading zh="处理理由" en="Reason of the decision" />
        </tr>
      </thead>
      <tbody>
        {objections.map((objection) => (
          <Row objection={objection} />
        ))}
      </tbody>
    </table>
  </section>
);

const Row = ({ objection: { id, filedAt, status, lineIds, text, reason } }: { objection: Objection }) => (
  <tr data-objection={id}>
    <td>{clockText(filedAt)}</td>
    <td class={`objection-${status}`}>
      <Both {...OBJECTION_WORDS[status]} />
    </td>
    <td class="line-id">
      {lineIds.map((lineId) => (
        <div>{lineId}</div>
      ))}
    </td>
    <td>{text ?? "—"}</td>
    <td>{reason ?? "—"}</td>
  </tr>
);

const None = () => (
  <Notice
    title={{ zh: "没有异议", en: "No objections" }}
    text={{
      zh: "本月公示的名单至今无人提出异议。",
      en: "Nobody has objected to a published line of this month so far.",
    }}
  />
);
