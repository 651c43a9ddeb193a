import { Both, Document } from "./document.tsx";
import type { EventEntry, Field, Operation } from "./reference.ts";
import type { Visitor } from "./session.ts";
import type { Words } from "./words.ts";

const TITLE = { zh: "接口与事件", en: "The API and its events" };

const CONTEXT_WORDS: Record<string, Words> = {
  registry: { zh: "登记与认定", en: "Registry and certification" },
  placement: { zh: "安置", en: "Placements" },
  attendance: { zh: "考勤", en: "Attendance" },
  subsidy: { zh: "补贴政策与计提", en: "Subsidies" },
  settlement: { zh: "结算与拨付", en: "Settlement and payment" },
  programme: { zh: "任务与项目", en: "Programme" },
  assessment: { zh: "考核", en: "Assessment" },
  partners: { zh: "外部系统来件", en: "Events in" },
  outbound: { zh: "事件订阅", en: "Events out" },
  platform: { zh: "平台", en: "Platform" },
};

const ROLE_WORDS: Record<string, Words> = {
  enterprise: { zh: "企业", en: "enterprise" },
  school: { zh: "院校", en: "school" },
  unit: { zh: "单位", en: "unit" },
  officer: { zh: "经办人员", en: "officer" },
  finance: { zh: "财政", en: "finance" },
  leader: { zh: "领导小组", en: "leader" },
  auditor: { zh: "审计", en: "auditor" },
  partner: { zh: "伙伴系统", en: "partner" },
  admin: { zh: "管理员", en: "admin" },
};

interface Reference {
  operations: readonly Operation[];
  events: readonly EventEntry[];
  visitor: Visitor | null;
}

/** Every route and every event, as the API describes itself: who may call, what goes in and out, what goes wrong. */
export const DocsPage = ({ operations, events, visitor }: Reference) => {
  const contexts = [...Map.groupBy(operations, ({ context }) => context)];
  return (
    <Document title={TITLE} visitor={visitor}>
      <header class="month">
        <p class="kicker">
          <Both zh="供开发者" en="For developers" />
        </p>
        <h1>
          <Both {...TITLE} />
        </h1>
        <p class="lead">
          <Both
            zh="本页由接口自身的说明生成，与部署的版本一致。金额为整数分，字段以 Fen 结尾；月份 YYYY-MM，日期 YYYY-MM-DD，时区 Asia/Shanghai。错误为 RFC 9457 文档，code 稳定不变；除所列之外，业务规则以 404、409、422 及各自的 code 答复。"
            en="This page is made from the API's own description, so it says what is deployed. Money is an integer number of fen in fields that end in Fen; months are YYYY-MM, dates YYYY-MM-DD, the zone is Asia/Shanghai. Errors are RFC 9457 documents with a stable code; beside those listed, rules of the field answer 404, 409 or 422 with codes of their own."
          />
        </p>
        <nav class="layers" aria-label="章节 Sections">
          {contexts.map(([context]) => (
            <a href={`#context-${context}`}>
              <Both {...contextWords(context)} />
            </a>
          ))}
          <a href="#events">
            <Both zh="事件" en="Events" />
          </a>
          <a href="/v1/openapi.json">OpenAPI 3.1</a>
          <a href="/v1/asyncapi.json">AsyncAPI 3.0</a>
        </nav>
      </header>
      {contexts.map(([context, own]) => (
        <section aria-labelledby={`context-${context}`}>
          <h2 id={`context-${context}`}>
            <Both {...contextWords(context)} />
          </h2>
          <div class="rules">
            {own.map((operation) => (
              <OperationEntry operation={operation} />
            ))}
          </div>
        </section>
      ))}
      <section aria-labelledby="events">
        <h2 id="events">
          <Both zh="事件" en="Events" />
        </h2>
        <div class="rules">
          {events.map((event) => (
            <EventArticle event={event} />
          ))}
        </div>
      </section>
    </Document>
  );
};

const contextWords = (context: string): Words => CONTEXT_WORDS[context] ?? { zh: context, en: "" };

const OperationEntry = ({ operation }: { operation: Operation }) => (
  <article class="rule" id={operation.id}>
    <div>
      <h3>
        <Both {...operation.title} />
      </h3>
      <p class="rule-code">
        <a href={`#${operation.id}`}>{operation.id}</a>
      </p>
    </div>
    <div class="docs-body">
      <p>
        <code>
          {operation.method} {operation.path}
        </code>
      </p>
      <Access access={operation.access} />
      <Fields zh="参数" en="Parameters" fields={operation.parameters} />
      <Fields zh="请求内容" en="Body" fields={operation.body} />
      {operation.answers.map(({ status, fields }) => (
        <Fields zh={`答复 ${status}`} en={`Answer ${status}`} fields={fields} />
      ))}
      <Problems problems={operation.problems} />
    </div>
  </article>
);

const Access = ({ access }: Pick<Operation, "access">) => (
  <p class="docs-access">
    <Both zh="谁可调用：" en="Who may call: " />
    {access === "public" ? (
      <Both zh="任何人，无须登录" en="anyone, without signing in" />
    ) : (
      Object.entries(access).map(([role, reach]) => (
        <span class="docs-role">
          <Both {...(ROLE_WORDS[role] ?? { zh: role, en: role })} />
          {reach === "anyone" ? null : <Both zh="（限本单位）" en="(its own)" />}
        </span>
      ))
    )}
  </p>
);

const Fields = ({ zh, en, fields }: Words & { fields: readonly Field[] }) =>
  fields.length === 0 ? null : (
    <details class="docs-fields">
      <summary>
        <Both zh={zh} en={en} />
      </summary>
      <dl>
        {fields.map(({ name, type, required }) => (
          <div>
            <dt>
              <code>{name}</code> {required ? null : <Both zh="可缺" en="optional" />}
            </dt>
            <dd>{type}</dd>
          </div>
        ))}
      </dl>
    </details>
  );

const Problems = ({ problems }: Pick<Operation, "problems">) =>
  problems.length === 0 ? null : (
    <p class="docs-problems">
      <Both zh="错误：" en="Errors: " />
      {problems.map(({ status, code }) => (
        <code>
          {status} {code}
        </code>
      ))}
    </p>
  );

const EventArticle = ({ event }: { event: EventEntry }) => (
  <article class="rule" id={event.type}>
    <div>
      <h3>
        <Both {...event.title} />
      </h3>
      <p class="rule-code">
        <a href={`#${event.type}`}>{event.type}</a>
      </p>
    </div>
    <div class="docs-body">
      <p class="docs-access">
        <Both zh="发布者：" en="Told by: " />
        {event.producer}
      </p>
      <p class="docs-access">
        <Both zh="接收者：" en="Heard by: " />
        {event.consumers.length === 0 ? <Both zh="无" en="nobody" /> : event.consumers.join(" ")}
      </p>
      <Fields zh="数据" en="Data" fields={event.fields} />
      {event.example === null ? (
        <p>
          <Both zh="仅限城市内部" en="Inside the city only" />
        </p>
      ) : (
        <details class="docs-fields">
          <summary>
            <Both zh="订阅者收到的样例" en="As subscribers get it" />
          </summary>
          <pre>{event.example}</pre>
        </details>
      )}
    </div>
  </article>
);
