import type { Rule } from "./client.ts";
import { Both, Document } from "./document.tsx";
import type { Visitor } from "./session.ts";
import type { Words } from "./words.ts";

const TITLE = { zh: "文件核对规则", en: "The rules that files are held to" };

const LAYER_WORDS: Record<Rule["layer"], Words> = {
  file: { zh: "文件", en: "The file" },
  row: { zh: "单行", en: "A row by itself" },
  meaning: { zh: "含义", en: "What a row means" },
  across: { zh: "多行与多份文件", en: "Across rows and files" },
  roster: { zh: "花名册", en: "Rosters" },
};

const SEVERITY_WORDS: Record<Rule["severity"], Words> = {
  reject: { zh: "拒收", en: "refused" },
  warn: { zh: "提示", en: "counts, with a warning" },
  violation: { zh: "违规", en: "violation of the internship rules" },
};

/** Where reports point to: every rule, what it means and how to put right what breaks it. */
export const RulesPage = ({ rules, visitor }: { rules: readonly Rule[]; visitor: Visitor | null }) => {
  const layers = [...Map.groupBy(rules, ({ layer }) => layer)];
  return (
    <Document title={TITLE} visitor={visitor}>
      <header class="month">
        <p class="kicker">
          <Both zh="考勤与花名册" en="Attendance and rosters" />
        </p>
        <h1>
          <Both {...TITLE} />
        </h1>
        <p class="lead">
          <Both
            zh="上传的文件逐行核对，每一行都有答复。拒收的行不计入，其余照常计入；违规对补贴的影响由政策决定。标“待确认”的依据尚待主管部门确认。"
            en="Every row of a file is checked and answered. Refused rows don't count, all others do; what a violation does to the subsidy is the policy's to say. Sources marked 待确认 are yet to be confirmed."
          />
        </p>
        <nav class="layers" aria-label="层次 Layers">
          {layers.map(([layer]) => (
            <a href={`#layer-${layer}`}>
              <Both {...LAYER_WORDS[layer]} />
            </a>
          ))}
        </nav>
      </header>
      {layers.map(([layer, some]) => (
        <LayerSection layer={layer} rules={some} />
      ))}
    </Document>
  );
};

const LayerSection = ({ layer, rules }: { layer: Rule["layer"]; rules: readonly Rule[] }) => (
  <section aria-labelledby={`layer-${layer}`}>
    <h2 id={`layer-${layer}`}>
      <Both {...LAYER_WORDS[layer]} />
    </h2>
    <div class="rules">
      {rules.map((rule) => (
        <RuleEntry rule={rule} />
      ))}
    </div>
  </section>
);

const RuleEntry = ({ rule: { code, severity, source, title, help } }: { rule: Rule }) => (
  <article class="rule" id={code}>
    <div>
      <h3>
        <Both {...title} />
      </h3>
      <p class="rule-code">
        <a href={`#${code}`}>{code}</a>
      </p>
      <p class={`severity severity-${severity}`}>
        <Both {...SEVERITY_WORDS[severity]} />
      </p>
    </div>
    <p class="rule-help">
      <Both {...help} />
    </p>
    <p class="rule-source">
      <Both zh="依据" en="Source" /> {source}
    </p>
  </article>
);
